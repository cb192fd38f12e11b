import sys
from pathlib import Path

# In the job the files of the step lie side by side, and nothing else of this repository is there.
ROOT = Path(__file__).parents[2]
for folder in (ROOT / "monitoring", ROOT / "app_infra" / "batch_inference" / "steps"):
    sys.path.insert(0, str(folder))
