using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Npgsql;
using Shop.Database;
using Shop.Orders;
using Shop.Shipping;
using Shop.Tests.Orders;
using Shop.Tests.Shipping;

namespace Shop.Tests.HouseRules;

/// <summary>
/// Writes the SQL that PostgreSQL receives when an order is placed into docs/placing-an-order.md. Run the test with
/// UPDATE_DOCS=1 to write it. What surrounds it is written by hand.
/// </summary>
public partial class PlacementDocumentTests(ShopFixture shop)
{
    const string Document = "docs/placing-an-order.md";
    const string Payment = "bank_card";
    const decimal ShippingCost = 350m;
    static readonly int[] Quantities = [2, 1];
    static readonly OrderOptions Limits = new();

    [Fact]
    public async Task The_document_shows_and_explains_the_statements_that_place_an_order()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct, kinds: Quantities.Length);
        var wanted = new NewOrder(
            purchase.Customer.Id,
            [.. purchase.Goods.Ids.Zip(Quantities, (product, quantity) => new OrderItem(product, quantity))],
            new("Анна", "Ким", "Лесная, 5", "Тверь", "170000", null),
            new("Иван", "Ким", "Садовая, 1", "Тверь", "170001", null),
            Payment,
            Carriers.Standard,
            ShippingCost,
            new(Guid.CreateVersion7().ToString(), [1]))
        {
            Carrier = CarrierHost.Cdek,
            Parcel = Parcel.Usual.ToJson()
        };
        using var request = new Activity("request").Start();

        var (order, statements) = await PlaceAsync(wanted, request, ct);

        var generated = new StringBuilder();
        foreach (var (sql, parameters) in statements)
        {
            generated.Append(CultureInfo.InvariantCulture, $"```sql\n{Indent(sql)}\n```\n\n");
            generated.Append("| | type | value |\n|---|---|---|\n");
            foreach (var (index, parameter) in parameters.Index())
            {
                var meaning = Meaning(parameter.Value, order, wanted, request);
                generated.Append(
                    CultureInfo.InvariantCulture, $"| `${index + 1}` | `{parameter.DataTypeName}` | {meaning} |\n");
            }
            generated.Append('\n');
        }
        var document = Sources.Text(Document);
        Assert.Matches(Generated(), document);
        Documents.AssertUpToDate(Document, Generated().Replace(document, _ => generated.ToString()));
        var steps = Step().Matches(Indent(statements[1].Sql)).Select(match => match.Groups[1].Value).ToList();
        Assert.Contains("outbox", steps);
        Assert.All(steps, step => Assert.Contains($"**`{step}`**", document, StringComparison.Ordinal));
    }

    /// <summary>Places the order as the API does, and returns the statements that were executed.</summary>
    async Task<(Order Order, List<Statement> Statements)> PlaceAsync(
        NewOrder wanted, Activity request, CancellationToken ct)
    {
        List<Statement> executed = [];
        var builder = new NpgsqlDataSourceBuilder(await shop.ConnectionStringAsync(ShopDatabase.Name));
        ShopDatabase.Configure(builder);
        builder.ConfigureTracing(tracing => tracing.ConfigureBatchEnrichmentCallback((_, batch) => executed.AddRange(
            from NpgsqlBatchCommand command in batch.BatchCommands
            select new Statement(command.CommandText, [.. command.Parameters.Cast<NpgsqlParameter>()]))));
        // Npgsql passes a statement only to those who trace it.
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref options) => options.Parent.TraceId == request.TraceId
                ? ActivitySamplingResult.AllDataAndRecorded
                : ActivitySamplingResult.None
        };
        ActivitySource.AddActivityListener(listener);
        await using var database = builder.Build();

        var options = Options.Create(Limits);
        var placement = new OrderPlacement(database, options, new UnpaidOrders(database, options));
        var order = await placement.PlaceAsync(wanted, ct);

        Assert.Equal(3, executed.Count);
        return (order, executed);
    }

    static string Meaning(object? value, Order order, NewOrder wanted, Activity request) => value switch
    {
        Guid[] products when products.SequenceEqual(wanted.Items.Select(item => item.ProductId)) =>
            "the products, in the order of their ids",
        int[] quantities when quantities.SequenceEqual(Quantities) => "the quantity of each",
        int count when count == Quantities.Length => "the number of products",
        int units when units == Quantities.Sum() => "the number of units",
        int limit when limit == Limits.MaxUnpaidOrders => "`Orders:MaxUnpaidOrders`",
        int limit when limit == Limits.MaxUnpaidUnits => "`Orders:MaxUnpaidUnits`",
        Guid id when id == order.Id => "the id of the order",
        Guid id when id == wanted.UserId => "the customer",
        Guid => "the id of the message",
        ShippingCost => "the shipping cost",
        byte[] => "the hash of the request",
        TimeSpan => "`Orders:PaymentTimeout`",
        Payment => "the payment method",
        Carriers.Standard => "the shipping method",
        "pending" => "the status; `confirmed` for an order that the customer collects",
        CarrierHost.Cdek => "the carrier whose price it is",
        string parcel when parcel == wanted.Parcel => "the parcel that the carriers were asked about",
        "orders.placed" => "`orders.placed`, the topic of the message",
        string text when text == wanted.Key!.Text => "the header `Idempotency-Key`",
        string text when text == request.Id => "the `traceparent` of the request",
        string text when text == request.TraceId.ToHexString() => "the id of the trace",
        string json when json == $$"""{"order_id":"{{order.Id}}"}""" => "the body of the message",
        string json when json.Contains(wanted.ShippingAddress!.PostalCode!, StringComparison.Ordinal) =>
            "the shipping address",
        string json when json.Contains(wanted.BillingAddress!.PostalCode!, StringComparison.Ordinal) =>
            "the billing address",
        _ => throw new ArgumentException($"The document has no words for the parameter {value}.")
    };

    /// <summary>
    /// Indents lines by their parentheses, since an inserted fragment brings its own indentation, and fills short ones.
    /// </summary>
    static string Indent(string sql)
    {
        var lines = new List<string>();
        // How many parentheses were open before each indented block.
        var blocks = new Stack<int>();
        var open = 0;
        foreach (var line in sql.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var before = open;
            Close(line[0] == ')' ? before - 1 : before);
            if (before > 0 && lines[^1].EndsWith(',') && lines[^1].Length + line.Length < 110)
                lines[^1] += ' ' + line;
            else
                lines.Add(new string(' ', 4 * blocks.Count) + line);
            open += line.Count(c => c == '(') - line.Count(c => c == ')');
            Close(open);
            if (open > before)
                blocks.Push(before);
        }
        return string.Join('\n', lines);

        void Close(int stillOpen)
        {
            while (blocks.TryPeek(out var outside) && stillOpen <= outside)
                blocks.Pop();
        }
    }

    sealed record Statement(string Sql, IReadOnlyList<NpgsqlParameter> Parameters);

    [GeneratedRegex(@"(?<=<!-- generated by PlacementDocumentTests -->\n\n).*(?=<!-- end of the generated part -->)",
        RegexOptions.Singleline)]
    private static partial Regex Generated();

    [GeneratedRegex(@"^(?:with )?(\w+) as \(", RegexOptions.Multiline)]
    private static partial Regex Step();
}
