"""What Alembic runs its steps in: the connection that it is handed, in one transaction."""

from alembic import context

from dashboard.database import Base
from dashboard.jobs.models import JobRow
from dashboard.library.models import ScenarioRow
from dashboard.login.models import Account

TABLES = (ScenarioRow, JobRow, Account)  # whose modules declare them on Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
