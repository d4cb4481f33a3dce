delete from tasks.schedules where name = 'messaging.prune';
