"""Work in the background: a table of jobs, and the processes that do them."""
