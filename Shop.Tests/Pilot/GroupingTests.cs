using LabelledErrors;
using Shop.Pilot.Errors;

namespace Shop.Tests.Pilot;

public sealed class GroupingTests
{
    const double Target = 0.95;

    [Fact]
    public async Task Errors_of_code_that_the_rules_were_not_written_on_are_grouped_by_their_bugs()
    {
        var found = Evaluation.Of(await Sets.UnseenAsync());

        Assert.True(found.Occurrences >= 1000, $"{found.Occurrences} occurrences");
        Assert.True(
            found.Precision >= Target && found.Recall >= Target,
            $"{found}\n{string.Join('\n', found.Mistakes)}");
    }

    // Two formats of Sentry's client, and what the runtime says.
    [Theory]
    [InlineData(null, "async Task<List<(int, string)>> Store<T>.FindAsync(int id, string x)", "Store.FindAsync")]
    [InlineData("Shop.Store`1", "FindAsync", "Store.FindAsync")]
    [InlineData("Shop.Store`1[[System.Int32, System.Private.CoreLib]]", "FindAsync", "Store.FindAsync")]
    [InlineData("Shop.Store`1+<FindAsync>d__3", "MoveNext", "Store.FindAsync")]
    [InlineData(null, "Task Store<T>.Save()+(int x, string y) => { }", "Store.Save.λ")]
    [InlineData("Shop.Store`1+<>c", "Save { <lambda> }", "Store.Save.λ")]
    [InlineData("Shop.Store`1+<>c__DisplayClass3_0", "<Save>b__1", "Store.Save.λ")]
    [InlineData("Shop.Store`1+<>c+<<Save>b__10_0>d", "MoveNext", "Store.Save.λ")]
    [InlineData(null, "async Task Store<T>.Save()+Check(?)", "Store.Save.Check")]
    [InlineData("Shop.Store`1", "<Save>g__Check|12_0", "Store.Save.Check")]
    [InlineData("Shop.Store`1+<<Save>g__Check|13_0>d`1", "MoveNext", "Store.Save.Check")]
    [InlineData(null, "async IAsyncEnumerable<int> Store<T>.Rows(string z)+MoveNext()", "Store.Rows")]
    [InlineData(null, "async Task Store<T>.Walk() x 2", "Store.Walk")]
    [InlineData(null, "(int, string) Store.Pair((int a, int b) t)", "Store.Pair")]
    [InlineData(null, "new Store<T>(bool b)", "Store..ctor")]
    [InlineData("Shop.Store`1", ".ctor", "Store..ctor")]
    [InlineData(null, "static Store()", "Store..cctor")]
    [InlineData("Shop.Store", ".cctor", "Store..cctor")]
    [InlineData(null, "Task Program.<Main>$(string[] args)+() => { }", "Program.Main.λ")]
    [InlineData("Program+<>c", "<<Main>$>b__0_4", "Program.Main.λ")]
    [InlineData(null, "void Store<T>.Shop.ISaved.Save()", "Store.Save")]
    [InlineData("Shop.Store`1", "Shop.ISaved.Save", "Store.Save")]
    [InlineData("Shop.Outer+Inner`1", "Generic", "Inner.Generic")]
    public void A_frame_is_named_as_its_author_names_the_method(string? module, string function, string name)
    {
        var known = Thrown(new IncidentFrame(function, module));
        var other = Thrown(new IncidentFrame("Other", "Shop.Other"));

        Assert.Equal(name, Grouping.Of(known).Culprit);
        Assert.NotEqual(Grouping.Of(other).Hash, Grouping.Of(known).Hash);
    }

    [Theory]
    [InlineData("Order 5f0c6f0e-6b57-4c5e-9f58-9f7f4d0a2b11 is gone", "Order 7c9e6679f58a4c5e9f587c9e6679f58a is gone")]
    [InlineData("Mail to anna@example.com failed", "Mail to i.petrov+x@mail.ru failed")]
    [InlineData("GET https://a.example/x?y=1 took 12 ms", "GET http://b.example/z took 3.5 s")]
    [InlineData("Цена 1 234,56 с 01.02.2026", "Цена 17,00 с 12.11.2026")]
    [InlineData("Книга «Идиот» недоступна", "Книга «Бесы» недоступна")]
    [InlineData("Client 10.0.0.1:80 sent 0x1f", "Client 192.168.1.20:8080 sent 0xffee01")]
    [InlineData("Commit 9f7f4d0a2b is late since 2 января 2026 г.", "Commit 1b57ac5e9f is late since 13 мая 2026 г.")]
    [InlineData("Зачекайте 00:00:30 або 12 хвилин", "Зачекайте 00:01:00 або 1 хвилина")]
    public void What_varies_in_a_message_does_not_split_a_group(string one, string another) =>
        Assert.Equal(Grouping.Of(Said(one)).Hash, Grouping.Of(Said(another)).Hash);

    [Theory]
    [InlineData("Cannot read properties of null (reading 'price')", "Cannot read properties of null (reading 'name')")]
    [InlineData("Value cannot be null. (Parameter 'order')", "Value cannot be null. (Parameter 'customer')")]
    [InlineData("The file can't be read, it's locked", "The file can't be written, it's locked")]
    public void What_names_code_tells_messages_apart(string one, string another) =>
        Assert.NotEqual(Grouping.Of(Said(one)).Hash, Grouping.Of(Said(another)).Hash);

    [Fact]
    public void The_client_can_ask_for_another_grouping()
    {
        var one = Thrown(new IncidentFrame("Save", "Shop.Store"));
        var another = Thrown(new IncidentFrame("Find", "Shop.Store"));

        Assert.Equal(
            Grouping.Of(one with { Fingerprint = ["database"] }).Hash,
            Grouping.Of(another with { Fingerprint = ["database"] }).Hash);
        Assert.NotEqual(
            Grouping.Of(one with { Fingerprint = ["{{ default }}", "de"] }).Hash,
            Grouping.Of(another with { Fingerprint = ["{{ default }}", "de"] }).Hash);
        Assert.NotEqual(Grouping.Of(one).Hash, Grouping.Of(one with { Fingerprint = ["{{ default }}", "de"] }).Hash);
        Assert.Equal(Grouping.Of(one).Hash, Grouping.Of(one with { Fingerprint = ["{{ default }}"] }).Hash);
    }

    [Fact]
    public void The_database_s_error_code_tells_errors_of_one_method_apart()
    {
        Assert.NotEqual(Grouping.Of(Failed("23505")).Hash, Grouping.Of(Failed("40P01")).Hash);
        Assert.Contains("SQL state 23505", Grouping.Of(Failed("23505")).Explanation, StringComparison.Ordinal);

        static Incident Failed(string state) => Incident() with
        {
            Exceptions =
            [
                new("Shop.SaveFailed", "Not saved", [new("SaveAsync", "Shop.Store"), new("PlaceAsync", "Shop.Orders")]),
                new("Npgsql.PostgresException", $"{state}: refused", [])
            ]
        };
    }

    [Fact]
    public void Violations_of_the_content_security_policy_are_grouped_by_directive_and_origin()
    {
        var key = Grouping.Of(Blocked("script-src-elem", "https://ads.example/a.js?1"));

        Assert.Equal(key.Hash, Grouping.Of(Blocked("script-src-elem", "https://ads.example/b.js?2")).Hash);
        Assert.NotEqual(key.Hash, Grouping.Of(Blocked("img-src", "https://ads.example/a.js?1")).Hash);
        Assert.NotEqual(key.Hash, Grouping.Of(Blocked("script-src-elem", "inline")).Hash);
        Assert.Equal("script-src-elem blocked https://ads.example/a.js?1", key.Title);

        static Incident Blocked(string directive, string blocked) =>
            Incident() with { Violation = new(directive, blocked) };
    }

    [Fact]
    public void Log_messages_are_grouped_by_their_template()
    {
        var one = Incident() with
        {
            Logger = "Shop.Orders",
            MessageTemplate = "Order {Id} is late",
            Message = "Order 1 is late"
        };

        Assert.Equal(Grouping.Of(one).Hash, Grouping.Of(one with { Message = "Order eleven is late" }).Hash);
        Assert.NotEqual(Grouping.Of(one).Hash, Grouping.Of(one with { Logger = "Shop.Payments" }).Hash);
        Assert.Equal("Order 1 is late", Grouping.Of(one).Title);
    }

    [Fact]
    public void The_explanation_names_the_rule_and_the_frames()
    {
        var key = Grouping.Of(Thrown(
            new IncidentFrame("Save", "Shop.Store"), new IncidentFrame("Place", "Shop.Checkout")));

        Assert.Equal(
            "Grouped by exception type and the newest frames of our code. "
                + "InvalidOperationException in Store.Save, called by Checkout.Place.",
            key.Explanation);
        Assert.Equal(Grouping.Version, key.Version);
        Assert.Equal("InvalidOperationException: It failed", key.Title);
    }

    static Incident Thrown(params IncidentFrame[] frames) =>
        Incident() with { Exceptions = [new("System.InvalidOperationException", "It failed", frames)] };

    static Incident Said(string message) => Incident() with { Message = message };

    static Incident Incident() => new()
    {
        Id = Guid.CreateVersion7(),
        At = DateTimeOffset.UnixEpoch,
        Source = ErrorSource.Host
    };
}
