-- A cable has a time of sending, from its telegram or its page; one without is a finding to look into.
--
-- table: cables
-- reads: cables
-- severity: warning
-- scope: part
select cable_id, document_id
from cables
where created_at is null
