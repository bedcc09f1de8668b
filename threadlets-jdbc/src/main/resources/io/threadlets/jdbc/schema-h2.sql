-- The calls of one queue. ${table} stands for the prefix and the queue's name, as in threadlets_reports.
create table if not exists ${table} (
  task_name varchar(200) not null,
  task_instance varchar(40) not null,
  task_data binary large object not null,
  execution_time timestamp(6) with time zone not null,
  picked boolean not null,
  picked_by varchar(50),
  last_success timestamp(6) with time zone,
  last_failure timestamp(6) with time zone,
  consecutive_failures int not null,
  last_heartbeat timestamp(6) with time zone,
  version bigint not null,
  call_key varchar(200),
  live smallint,
  accepted timestamp(6) with time zone not null,
  crashes int not null,
  failure varchar(1000),
  constraint ${table}_pk primary key (task_instance, task_name)
);

create index if not exists ${table}_due on ${table} (picked, execution_time);

create unique index if not exists ${table}_key on ${table} (task_name, call_key, live);
