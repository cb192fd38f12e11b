"""The catalogue, in order of maturity. Add a product: add its file, then its line here."""

from mlops_templates.model import Product
from mlops_templates.products import (
    initial_experiment,
    reliable_batch,
    reliable_real_time,
    repeatable_batch,
    repeatable_real_time,
    scalable_batch,
    scalable_real_time,
)

PRODUCTS: tuple[Product, ...] = (
    initial_experiment.PRODUCT,
    repeatable_real_time.PRODUCT,
    repeatable_batch.PRODUCT,
    reliable_real_time.PRODUCT,
    reliable_batch.PRODUCT,
    scalable_real_time.PRODUCT,
    scalable_batch.PRODUCT,
)
