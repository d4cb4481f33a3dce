using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Shop.Database;
using Shop.Tests.Database;
using Shop.Tickets;
using Shop.Tickets.Import;
using TicketSales;

namespace Shop.Tests.Tickets;

/// <summary>An importer like the worker's, with a database and a box office of its own.</summary>
sealed class ImportingShop : IAsyncDisposable
{
    public const string Secret = "qtickets-secret";

    readonly FreshDatabase _database;
    readonly IHost _host;

    ImportingShop(FreshDatabase database, QTicketsStub stub, IHost host) =>
        (_database, Stub, _host) = (database, stub, host);

    public QTicketsStub Stub { get; }

    public BoxOffice Office => Stub.Office;

    public NpgsqlDataSource Database => _database.Source;

    public TicketWebhooks Webhooks => _host.Services.GetRequiredService<TicketWebhooks>();

    public static async Task<ImportingShop> StartAsync(
        ShopFixture shop, CancellationToken ct, BoxOffice? office = null, int perPage = 7, Uri? address = null)
    {
        var database = await FreshDatabase.CreateAsync(shop, ct);
        await database.MigrateAsync(ct);
        var stub = await QTicketsStub.StartAsync(office ?? Season.Open(), perPage);
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["HttpResilience:RetryDelay"] = "00:00:00.001",
            ["ConnectionStrings:tickets"] = database.ConnectionString,
            ["Tickets:QTickets:BaseAddress"] = $"{address ?? stub.Address}",
            ["Tickets:QTickets:Token"] = "token",
            ["Tickets:QTickets:WebhookSecret"] = Secret,
            ["HttpResilience:BreakDuration"] = "00:00:00.5",
            // Together longer than the breaker stays open.
            ["Tickets:Import:Pause"] = "00:00:00.05"
        });
        builder.AddServiceDefaults();
        builder.Services.AddTickets(builder.Configuration);
        builder.Services.AddTicketWebhooks(builder.Configuration);
        return new(database, stub, builder.Build());
    }

    public Task<ImportResult> ImportAsync(CancellationToken ct, ImportRequest? request = null) =>
        _host.Services.GetRequiredService<TicketImport>().RunAsync(request ?? new(), ct);

    /// <summary>The next import asks for everything.</summary>
    public Task ForgetFullPassAsync(CancellationToken ct) =>
        Database.ExecuteAsync($"update ticket_staging.sources set full_at = now() - interval '2 days'", ct);

    public async Task<TicketTotals> StagedAsync(CancellationToken ct) => (await Database.QuerySingleAsync<TicketTotals>(
        $"""
        select count(*), coalesce(sum((basket ->> 'price')::numeric * 100), 0)::bigint,
            coalesce(sum((basket ->> 'refunded_amount')::numeric * 100), 0)::bigint
        from ticket_staging.items, jsonb_array_elements(body -> 'baskets') basket
        where resource = 'orders' and body ->> 'payed' = '1' and (not deleted or basket ->> 'refunded_at' is not null)
        """, ct))!;

    public TicketTotals Expected
    {
        get
        {
            var (revenue, refunded, tickets) = Office.Totals();
            return new(tickets, revenue, refunded);
        }
    }

    /// <summary>All objects in staging, without the runs that brought them.</summary>
    public Task<string?> StagedChecksumAsync(CancellationToken ct) => Database.ScalarAsync<string>(
        $"""
        select 'items ' || count(*) || ' ' || sum(hashtextextended(resource || item_id || body || deleted || updated_at, 0))
        from ticket_staging.items where resource <> 'inventory'
        """, ct);

    /// <summary>Staging and what was derived from it.</summary>
    public async Task<string> ChecksumAsync(CancellationToken ct) => await StagedChecksumAsync(ct)
        + await Database.ScalarAsync<string>(
            $"""
            select concat(
                (select ', tickets ' || count(*) || ' ' || sum(hashtextextended(t::text, 0)) from ticket_facts.tickets t),
                (select ', sales ' || count(*) || ' ' || sum(hashtextextended(t::text, 0)) from ticket_facts.sales t),
                (select ', sales mart ' || count(*) || ' ' || sum(hashtextextended(t::text, 0)) from ticket_marts.sales t),
                (select ', UTM mart ' || count(*) || ' ' || sum(hashtextextended(t::text, 0)) from ticket_marts.utm_sales t),
                (select ', refunds mart ' || count(*) || ' ' || sum(hashtextextended(t::text, 0)) from ticket_marts.refunds t))
            """, ct);

    public async ValueTask DisposeAsync()
    {
        if (_host is IAsyncDisposable host)
            await host.DisposeAsync();
        await Stub.DisposeAsync();
        await _database.DisposeAsync();
    }
}
