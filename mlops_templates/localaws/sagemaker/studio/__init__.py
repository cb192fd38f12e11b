"""Studio: domains and the profiles of their users, as declared. Nobody opens a notebook here, so there are no apps."""
