create table half (id integer);
create table half_that_fails (id no_such_type);
