%% At boot RabbitMQ reads the attributes of every module it depends on. The Erlang VM would load these 900 modules
%% one by one and search a hundred directories for each. Loading them at once takes a third of the time.
%% Modules that this misses are loaded on demand.
Walk = fun Walk(App, {Apps, Modules} = Known) ->
    File = filename:join([code:lib_dir(App), "ebin", atom_to_list(App) ++ ".app"]),
    case lists:member(App, Apps) orelse file:consult(File) of
        {ok, [{application, App, Keys}]} ->
            lists:foldl(Walk, {[App | Apps], proplists:get_value(modules, Keys, []) ++ Modules},
                proplists:get_value(applications, Keys, []));
        _ -> Known
    end
end,
%% In a separate process, so that its garbage is freed with it.
{Pid, Monitor} = spawn_monitor(fun() ->
    {Apps, Modules} = lists:foldl(Walk, {[], []}, [rabbit, mnesia]),
    code:add_pathsa([filename:join(code:lib_dir(App), "ebin") || App <- Apps]),
    code:ensure_modules_loaded(Modules)
end),
receive {'DOWN', Monitor, process, Pid, _} -> ok end.
