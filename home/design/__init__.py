"""The living page of the design: every component, in its states, in two directions."""
