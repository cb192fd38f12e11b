"""The service object that the action modules register with."""

from mlops_templates.localaws.service import Service

SERVICE = Service("servicecatalog")
