"""What schemathesis loads beside its settings."""

import exclusions  # noqa: F401
import formats  # noqa: F401
