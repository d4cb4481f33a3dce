using System.Diagnostics;
using System.Text.Json.Nodes;
using Shop.Calls;
using Shop.Database;
using Shop.Tests.Integration;
using Shop.Tests.Telemetry;
using Shop.Voice.Speech.Pocketsphinx;

namespace Shop.Tests.Voice;

/// <summary>The telephone as a resource of the graph, called as a dialplan of Asterisk calls it.</summary>
public class TelephoneTests(ShopFixture shop)
{
    const string Words = "do you have winter tires";

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact, Integration("calls", "notifications")]
    public async Task A_caller_finds_tyres_orders_them_and_hangs_up_and_it_is_all_on_record()
    {
        Browser.Require.Unless(PocketsphinxRecognizer.IsInstalled, "pocketsphinx", "./dev setup installs it");
        var telephone = await StartedTelephone.OfAsync(shop);
        var (id, phone) = (Guid.CreateVersion7(), Dialogue.Call.NewPhone());
        using var announced = await telephone.Http.PostAsync(
            "/calls",
            new FormUrlEncodedContent([new("id", $"{id}"), new("caller", $"+{phone}"), new("language", "en")]),
            Ct);
        announced.EnsureSuccessStatusCode();

        await using var call = await telephone.DialAsync(id, Ct);
        await VoiceHost.EndOfReplyAsync(call, call.Connected);
        var said = await call.SayAsync(await Espeak.SpeakAsync(Words, SpokenLanguage.English, 8000, Ct));
        await call.VoiceAsync(said, VoiceHost.Timeout);
        // The first of the results, one piece, and yes.
        foreach (var key in "111")
        {
            var pressed = Stopwatch.GetTimestamp();
            call.Press(key);
            await call.VoiceAsync(pressed, VoiceHost.Timeout);
        }
        await Eventually.WaitUntilAsync(
            () => shop.Database.ScalarAsync<long>(
                $"select count(*) from orders.phone_orders where call_id = {id} and phone = {phone}", Ct),
            count => count == 1,
            VoiceHost.Timeout,
            "the order");
        await call.DisposeAsync();

        var row = await CallRow.EndedAsync(shop, id, Ct);
        Assert.Equal((phone, "hung_up", "operator", 8000), (row.Caller, row.Outcome, row.Next, row.Rate));
        Assert.Equal("operator", await telephone.Http.GetStringAsync($"/calls/{id}/next", Ct));
        var turns = await TurnRow.OfAsync(shop, id, Ct);
        Assert.Equal(["greeting", "speech", "key", "key", "key"], turns.Select(turn => turn.Event));
        // The recogniser may add an "um" and lose an "s".
        Assert.StartsWith(Words[..^1], turns[1].Heard, StringComparison.Ordinal);
        Assert.All(turns.Take(2), turn => Assert.InRange(turn.TurnMs!.Value, 0, 5000));
        Assert.Equal("search_tyres", await ToolAsync(id, turn: 2));
        Assert.Equal("make_order", await ToolAsync(id, turn: 5));

        // What the caller said, the recognition, the statement of the search.
        var search = await TraceAsync(id, turn: 2, spans => spans.Any(IsStatement));
        var turnSpan = Assert.Single(search, span => span is { Name: "voice turn", Kind: SpanKind.Server });
        Assert.Equal($"{id}", turnSpan.Attributes["call.id"]);
        var answer = Assert.Single(search, span => span.Name == "answer");
        Assert.Equal(turnSpan.Id, answer.ParentId);
        Assert.Contains(search, span => IsStatement(span) && span.ParentId == answer.Id);
        // The yes, the order, the worker that got its message, and the provider of text messages.
        var order = await TraceAsync(
            id, turn: 5, spans => spans.Any(span => span is { Service: "worker", Kind: SpanKind.Consumer }));
        var publish = Assert.Single(order, span => span is { Service: "worker", Kind: SpanKind.Producer });
        Assert.Equal("publish orders.phone_order_made", publish.Name);
        Assert.Contains(order, span => span.Service == "voice" && span.Id == publish.ParentId);
        Assert.Contains(order, span => span is { Service: "worker", Kind: SpanKind.Consumer }
            && span.ParentId == publish.Id);
    }

    static bool IsStatement(ReceivedSpan span) => span is { Service: "voice", Source: "Npgsql", Kind: SpanKind.Client };

    async Task<string?> ToolAsync(Guid call, int turn)
    {
        var tools = await shop.Database.ScalarAsync<string>(
            $"select tools::text from calls.turns where call_id = {call} and number = {turn}", Ct);
        return (string?)JsonNode.Parse(tools!)!.AsArray()[^1]!["tool"];
    }

    async Task<IReadOnlyList<ReceivedSpan>> TraceAsync(
        Guid call, int turn, Func<IReadOnlyList<ReceivedSpan>, bool> isComplete)
    {
        var id = await shop.Database.ScalarAsync<string>(
            $"select trace_id from calls.turns where call_id = {call} and number = {turn}", Ct);
        return await shop.Telemetry.WaitForTraceAsync(
            id!, spans => isComplete(spans) && spans.Any(span => span.Name == "voice turn"));
    }
}
