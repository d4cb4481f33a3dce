%% The monitor would start an epmd once a minute, which a single node does not need.
rabbit_sup:stop_child(rabbit_epmd_monitor_sup).
