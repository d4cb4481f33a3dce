%% The monitor would start an epmd once a minute for a node that has no use for one.
rabbit_sup:stop_child(rabbit_epmd_monitor_sup).
