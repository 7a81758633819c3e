"""What publications of a kind are made of: their own words in, the parts every stage knows out."""
