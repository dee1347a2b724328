"""Train and ask other systems on the same data in the same run, so that our figures have something to stand beside."""
