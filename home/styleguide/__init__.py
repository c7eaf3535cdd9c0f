"""The page on which staff see every token and component as it is today."""
