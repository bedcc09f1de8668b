-- The calls of one queue. ${table} stands for the prefix and the queue's name, as in threadlets_reports.
create table if not exists ${table} (
  task_name text not null,
  task_instance text not null,
  task_data bytea not null,
  execution_time timestamp with time zone not null,
  picked boolean not null,
  picked_by text,
  last_success timestamp with time zone,
  last_failure timestamp with time zone,
  consecutive_failures int not null,
  last_heartbeat timestamp with time zone,
  version bigint not null,
  call_key text,
  live smallint,
  accepted timestamp with time zone not null,
  crashes int not null,
  failure text,
  constraint ${table}_pk primary key (task_instance, task_name)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.01);

-- Of what changes when a call is taken nothing is in an index, so that taking it writes to none.
create index if not exists ${table}_due on ${table} (execution_time);

create unique index if not exists ${table}_key on ${table} (task_name, call_key, live);
