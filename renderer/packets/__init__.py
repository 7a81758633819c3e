"""Board packets: meeting, agenda and papers in, the parts that every stage knows out."""
