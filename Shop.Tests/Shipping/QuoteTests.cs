using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Shop.Shipping;
using Shop.Tests.Resilience;

namespace Shop.Tests.Shipping;

/// <summary>
/// Three carriers at three addresses: one that is slow, fails or answers nonsense is left out and delays nobody.
/// </summary>
public class QuoteTests
{
    // The deadline is two seconds; the rest allows for a busy machine.
    static readonly TimeSpan Bound = TimeSpan.FromSeconds(6);

    [Theory]
    [InlineData(CarrierHost.Cdek)]
    [InlineData(CarrierHost.Boxberry)]
    [InlineData(CarrierHost.Post)]
    public async Task The_only_working_carrier_is_quoted(string good)
    {
        var others = CarrierHost.Names.Where(name => name != good).ToArray();
        await using var well = await CarrierServer.StartAsync(_ => null);
        await using var nonsense = await CarrierServer.StartAsync(Reply.Ok("{}"));
        using var slow = new SilentServer();
        using var host = new CarrierHost(name => name == good ? well.Url : name == others[0] ? nonsense.Url : slow.Url);
        var watch = Stopwatch.StartNew();

        var quotes = await host.Carriers.QuotesAsync(
            Carriers.Standard,
            CarrierHost.Tver,
            [Parcel.Usual],
            TestContext.Current.CancellationToken);

        Assert.Equal([good], quotes.Select(quote => quote.Carrier));
        Assert.True(watch.Elapsed < Bound, $"{watch.Elapsed}");
    }

    [Theory]
    [InlineData(CarrierHost.Cdek)]
    [InlineData(CarrierHost.Boxberry)]
    public async Task A_carrier_whose_answer_never_ends_is_left_out(string carrier)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var endless = await FlakyServer.StartAsync(async (_, http) =>
        {
            await http.Response.WriteAsync("{", http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
            await FlakyServer.NeverAsync(http);
        });
        using var host = new CarrierHost(endless.Url, ("HttpResilience:AttemptTimeout", "00:00:00.3"));

        // The timeout of the attempt ends it, although the headers have arrived.
        await Assert.ThrowsAsync<HttpRequestException>(
            () => host[carrier].QuoteAsync(CarrierHost.Tver, [Parcel.Usual], ct).WaitAsync(Bound * 5, ct));
    }

    [Fact]
    public async Task When_all_carriers_fail_there_are_no_quotes_but_an_answer_in_time()
    {
        await using var fails = await CarrierServer.StartAsync(new Reply(500, "{}"));
        await using var nonsense = await CarrierServer.StartAsync(Reply.Ok("<html>"));
        using var slow = new SilentServer();
        using var host = new CarrierHost(name => name switch
        {
            CarrierHost.Cdek => slow.Url,
            CarrierHost.Boxberry => fails.Url,
            _ => nonsense.Url
        });
        var watch = Stopwatch.StartNew();

        Assert.Empty(
            await host.Carriers.QuotesAsync(
                null,
                CarrierHost.Tver,
                [Parcel.Usual],
                TestContext.Current.CancellationToken));

        Assert.True(watch.Elapsed < Bound, $"{watch.Elapsed}");
    }

    [Fact]
    public async Task The_cheapest_is_first_and_only_a_named_carrier_is_queried()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var server = await CarrierServer.StartAsync(_ => null);
        using var host = new CarrierHost(server.Url);

        var all = await host.Carriers.QuotesAsync(Carriers.Standard, CarrierHost.Tver, [Parcel.Usual], ct);
        var asked = server.Received.Count;
        var named = await host.Carriers.QuotesAsync("Russian_Post", CarrierHost.Tver, [Parcel.Usual], ct);

        Assert.Equal([CarrierHost.Boxberry, CarrierHost.Cdek, CarrierHost.Post], all.Select(quote => quote.Carrier));
        Assert.Equal([CarrierHost.Post], named.Select(quote => quote.Carrier));
        Assert.Equal(asked + 1, server.Received.Count);
    }

    [Fact]
    public async Task A_carrier_with_an_open_circuit_is_left_out_without_a_request()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var well = await CarrierServer.StartAsync(_ => null);
        await using var down = await CarrierServer.StartAsync(new Reply(500, "{}"));
        using var host = new CarrierHost(name => name == CarrierHost.Boxberry ? down.Url : well.Url);
        var seen = -1;
        while (seen != down.Received.Count)
        {
            seen = down.Received.Count;
            await Record.ExceptionAsync(() =>
                host[CarrierHost.Boxberry].QuoteAsync(CarrierHost.Tver, [Parcel.Usual], ct));
        }
        var watch = Stopwatch.StartNew();

        var quotes = await host.Carriers.QuotesAsync(null, CarrierHost.Tver, [Parcel.Usual], ct);

        Assert.Equal([CarrierHost.Cdek, CarrierHost.Post], quotes.Select(quote => quote.Carrier));
        Assert.Equal(seen, down.Received.Count);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"{watch.Elapsed}");
    }
}
