using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using Npgsql;
using Shop.Database;

namespace Shop.Tickets.Freshness;

/// <summary>How old each part of the ticket sales is, and whether that is still good enough.</summary>
public sealed class TicketFreshness(
    NpgsqlDataSource database, IOptions<TicketFreshnessOptions> options, TimeProvider time)
{
    static readonly Gauge<double> Age = ShopTelemetry.Meter.CreateGauge<double>(
        "shop.tickets.age", "s", "Time since a source of ticket sales was brought up to date");

    static readonly Gauge<int> Stale = ShopTelemetry.Meter.CreateGauge<int>(
        "shop.tickets.staleness", "{level}", "0: a source of ticket sales is fresh, 1: warning, 2: error");

    public async Task<FreshnessReport> ReadAsync(CancellationToken ct)
    {
        // Sales are known by their day, which counts until its end.
        var moments = await database.QueryAsync<SourceMoment>(
            $"""
            select resource, completed_at from ticket_staging.sources
            union all select 'marts', (select replaced_at from ticket_marts.state)
            union all select 'sales', (select least(now(), (max(day) + 1)::timestamp at time zone 'Europe/Moscow') from ticket_marts.sales)
            """, ct);
        var known = moments.ToDictionary(moment => moment.Source, moment => moment.At);
        return Judge(known, await WasUsedAsync(ct));
    }

    /// <summary>Also records the metrics.</summary>
    public async Task<FreshnessReport> MeasureAsync(CancellationToken ct)
    {
        var report = await ReadAsync(ct);
        foreach (var source in report.Sources)
        {
            var tag = KeyValuePair.Create<string, object?>("source", source.Source.Spelling());
            Stale.Record((int)source.Status, tag);
            if (source.AgeSeconds is { } age)
                Age.Record(age, tag);
        }
        return report;
    }

    // A shop without QTickets has no runs of the import.
    async Task<bool> WasUsedAsync(CancellationToken ct) => await database.ScalarAsync<bool>(
        $"""
        select exists (select from tickets.job_runs where job = 'import')
            or exists (select from ticket_staging.sources where completed_at is not null)
        """, ct);

    FreshnessReport Judge(Dictionary<TicketSource, DateTimeOffset?> moments, bool isUsed)
    {
        var now = time.GetUtcNow();
        List<SourceFreshness> sources = isUsed
            ? [.. options.Value.Limits.Select(limit => Judge(limit, moments.GetValueOrDefault(limit.Source), now))]
            : [];
        return new(sources.Select(source => source.Status).DefaultIfEmpty().Max(), now, sources);
    }

    static SourceFreshness Judge(
        (TicketSource Source, TimeSpan Warning, TimeSpan Error) limit, DateTimeOffset? at, DateTimeOffset now)
    {
        var age = now - at;
        var status = age is null || age > limit.Error ? FreshnessStatus.Error
            : age > limit.Warning ? FreshnessStatus.Warning
            : FreshnessStatus.Ok;
        return new(
            limit.Source,
            status,
            at,
            (int?)age?.TotalSeconds,
            (int)limit.Warning.TotalSeconds,
            (int)limit.Error.TotalSeconds);
    }
}
