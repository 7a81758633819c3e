"""Data files: tables of text cells in, with a schema where one lies beside them; numbers are read on demand."""
