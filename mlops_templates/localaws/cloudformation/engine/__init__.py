"""Making stacks what their templates say: create, update, delete, and the way back when something fails."""
