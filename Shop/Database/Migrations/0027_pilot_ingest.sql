-- The error that the feedback is about. It may arrive after the feedback.
alter table pilot.feedback add event_id uuid;
create index on pilot.feedback (event_id) where report_id is null;

-- For the export and the deletion of an account.
create index on pilot.occurrences (user_hash) where user_hash is not null;
create index on pilot.report_users (user_hash);
create index on pilot.occurrences (at);
