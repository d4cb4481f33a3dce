using Npgsql;
using Shop.Database;

namespace Shop.Pilot.Requests;

/// <summary>The ids of routes, remembered by this process.</summary>
sealed class RequestRoutes(NpgsqlDataSource database)
{
    // SDKs send names of transactions from outside. Each name has its own sums for every minute.
    const int MaxSdkRoutes = 1_000;
    const int MaxLength = 200;
    const string Other = "(other)";

    static readonly HashSet<string> Methods =
    [
        "GET",
        "POST",
        "PUT",
        "PATCH",
        "DELETE",
        "HEAD",
        "OPTIONS"
    ];

    readonly Dictionary<(RequestSource Source, string Method, string Route), int> _ids = [];

    int _sdkRoutes;

    public int TotalOf(RequestSource source) => _ids[(source, "", "")];

    public int IdOf(in RequestMeasurement request) =>
        _ids.TryGetValue(Key(request), out var id) ? id : _ids[(request.Source, "", Other)];

    /// <summary>Finds the ids of all routes in the batch, and creates those that are new.</summary>
    public async Task LoadAsync(IReadOnlyList<RequestMeasurement> batch, CancellationToken ct)
    {
        HashSet<(RequestSource Source, string Method, string Route)> unknown = [];
        foreach (var request in batch)
        {
            if (!_ids.ContainsKey(Key(request)) && (request.Source != RequestSource.Sdk || _sdkRoutes < MaxSdkRoutes))
                unknown.Add(Key(request));
        }
        foreach (var source in Enum.GetValues<RequestSource>().Where(source => !_ids.ContainsKey((source, "", ""))))
            unknown.UnionWith([(source, "", ""), (source, "", Other)]);
        if (unknown.Count == 0)
            return;
        foreach (var route in await StoreAsync([.. unknown], ct))
        {
            if (_ids.TryAdd((route.Source, route.Method, route.Route), route.Id) && route.Source == RequestSource.Sdk)
                _sdkRoutes++;
        }
    }

    Task<List<RequestRoute>> StoreAsync(
        (RequestSource Source, string Method, string Route)[] routes, CancellationToken ct)
    {
        var (sources, methods, names) = (
            Array.ConvertAll(routes, route => route.Source.Spelling()),
            Array.ConvertAll(routes, route => route.Method),
            Array.ConvertAll(routes, route => route.Route));
        return database.QueryAsync<RequestRoute>(
            $"""
            with wanted as (
                select * from unnest({sources}, {methods}, {names}) w (source, method, route)
            ),
            added as (
                insert into pilot.request_routes (source, method, route)
                select source, method, route
                from (
                    select *, row_number() over (partition by source order by method, route)
                        + (select count(*) from pilot.request_routes r where r.source = w.source) as number
                    from wanted w
                    where not exists (
                        select from pilot.request_routes r
                        where r.source = w.source and r.method = w.method and r.route = w.route)
                ) n
                where source <> 'sdk' or number <= {MaxSdkRoutes}
                order by source, method, route
                on conflict (source, method, route) do update set route = excluded.route
                returning id, source, method, route
            )
            select * from added
            union all
            select r.id, r.source, r.method, r.route from pilot.request_routes r join wanted using (source, method, route)
            """, ct);
    }

    static (RequestSource Source, string Method, string Route) Key(in RequestMeasurement request) => (
        request.Source,
        // SDKs measure pages and tasks, too, and name what they are: pageload.
        request.Source == RequestSource.Sdk || Methods.Contains(request.Method) ? request.Method : "OTHER",
        request.Route.Length > MaxLength ? request.Route[..MaxLength] : request.Route);
}

/// <summary>All requests of a source if the method and the route are empty.</summary>
sealed record RequestRoute(int Id, RequestSource Source, string Method, string Route) : IRow<RequestRoute>
{
    public static RequestRoute Read(RowReader row) =>
        new(row.Get<int>(), row.Named<RequestSource>(), row.Get<string>(), row.Get<string>());
}
