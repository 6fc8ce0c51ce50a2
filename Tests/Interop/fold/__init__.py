"""The fold of Protocol/5-state.md: a pure function from a set of elements to the state."""
