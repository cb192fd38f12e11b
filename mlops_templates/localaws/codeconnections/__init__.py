"""CodeConnections, under its new and its old name, and the local git host that stands for GitHub and its like.

connections.py, tags.py        the API of AWS
state.py, remotes.py           connections; repositories at the providers
git_http.py                    clone and push, through a connection or as a person at the provider
provider_site.py, visit.py     what a person does in a browser: authorise a connection, create a repository
"""

from mlops_templates.localaws.codeconnections import connections, tags
from mlops_templates.localaws.codeconnections.service import SERVICE

__all__ = ["SERVICE", "connections", "tags"]
