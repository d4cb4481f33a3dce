using System.Globalization;
using System.Text.RegularExpressions;
using Shop.Load.Http;
using Shop.Load.Personas;
using Shop.Load.Statistics;
using Shop.Load.Users;

namespace Shop.Tests.Load;

public class PersonaTests
{
    readonly FakeShop _shop = new();
    readonly Recorder _recorder = new(TimeProvider.System);

    [Fact]
    public async Task A_shopping_user_browses_most_and_does_everything_in_its_proportion()
    {
        var user = new ShoppingUser(Client(), new("staff"), new(1));
        var random = new Random(2);
        var activities = user.Activities;
        Assert.Equal([15, 8, 2, 3, 1], activities.Select(activity => activity.Weight));

        var chosen = Enumerable.Range(0, 29_000).CountBy(_ => activities.Choose(random).Weight).ToDictionary();

        foreach (var weight in (int[])[15, 8, 2, 3, 1])
            Assert.InRange(chosen[weight], weight * 800, weight * 1200);
        await user.ArriveAsync(Ct);
        foreach (var activity in activities)
            await activity.DoAsync(Ct);
        var names = _shop.Calls.Select(call => call.Name).ToHashSet();
        Assert.Superset(
            new HashSet<string>
            {
                "/user-api/register",
                "/user-api/login",
                "/api/products",
                "/api/products/{id}",
                "/cart-api/cart/{user_id}",
                "/cart-api/cart/{user_id}/checkout",
                "/order-api/orders/{id}",
                "/user-api/users/{id}/profile",
                "/api/products/{id}/inventory"
            },
            names);
        Assert.All(_shop.Calls.Where(IsAfterSignIn), call => Assert.NotNull(call.Token));
        Assert.Equal("staff", Assert.Single(_shop.Calls, call => call.Method == "PUT").Token);
    }

    [Fact]
    public async Task A_quick_buyer_buys_each_time()
    {
        var buyer = new QuickBuyer(Client(), new(1));
        await buyer.ArriveAsync(Ct);

        for (var i = 0; i < 3; i++)
            await Assert.Single(buyer.Activities).DoAsync(Ct);

        Assert.Equal(3, _shop.Calls.Count(call => call.Name == "/cart-api/cart/{user_id}/checkout"));
    }

    [Fact]
    public async Task Who_finds_the_shelf_empty_has_met_no_failure()
    {
        _shop.Refusals["/cart-api/cart/{user_id}/add"] = 409;
        var buyer = new QuickBuyer(Client(), new(1));
        await buyer.ArriveAsync(Ct);

        await buyer.Activities[0].DoAsync(Ct);

        Assert.Equal(0, _recorder.Total().Failures);
        Assert.DoesNotContain(_shop.Calls, call => call.Name.EndsWith("/checkout", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_answer_that_is_not_expected_is_a_failure_with_its_reason()
    {
        _shop.Refusals["/api/products"] = 503;
        var shopper = new WindowShopper(Client(), new(1));

        await Assert.ThrowsAsync<RequestFailedException>(() => shopper.Activities[0].DoAsync(Ct));

        var failure = Assert.Single(_recorder.Take(_ => { }));
        Assert.Equal(("GET", "/api/products", "503 Out of stock", 1),
            (failure.Method, failure.Name, failure.Error, failure.Occurrences));
    }

    [Fact]
    public async Task A_window_shopper_changes_nothing()
    {
        var shopper = new WindowShopper(Client(), new(1));
        await shopper.ArriveAsync(Ct);

        foreach (var activity in shopper.Activities)
            await activity.DoAsync(Ct);

        Assert.All(_shop.Calls, call => Assert.Equal("GET", call.Method));
    }

    [Fact]
    public async Task A_mobile_shopper_leaves_after_a_short_session()
    {
        var shopper = new MobileShopper(Client(), new(1));
        await shopper.ArriveAsync(Ct);
        var actions = 0;
        for (var random = new Random(3); shopper.Stays; actions++)
            await shopper.Activities.Choose(random).DoAsync(Ct);

        Assert.InRange(actions, 5, 15);
    }

    [Fact]
    public async Task A_page_visitor_loads_the_files_of_the_first_page_and_follows_links_to_goods()
    {
        var visitor = new PageVisitor(Client(), new(1));
        await visitor.ArriveAsync(Ct);

        foreach (var activity in visitor.Activities)
            await activity.DoAsync(Ct);

        Assert.Contains(_shop.Calls, call => call.Path == "/app.abc.css");
        Assert.Contains(_shop.Calls, call => call.Path == "/products/01997c5e-7f4e-7000-8000-000000000001");
        Assert.All(_shop.Calls, call => Assert.NotNull(call.Cookies));
    }

    [Fact]
    public async Task A_crowd_grows_shrinks_and_replaces_those_who_leave()
    {
        var kinds = PersonaKinds.All(null).ConvertAll(
            kind => kind with { Create = (shop, random) => new Hurried(kind.Create(shop, random)) });
        var defects = new List<Exception>();
        var crowd = new Crowd(kinds, Client, TimeProvider.System, defects.Add);

        await crowd.ResizeAsync(new Dictionary<string, int> { ["MobileShopper"] = 3, ["QuickBuyer"] = 2 });
        Assert.Equal(5, crowd.Count);
        await Eventually.WaitUntilTrueAsync(
            () => _shop.Calls.Count(call => call.Name == "/user-api/register") > 10,
            TimeSpan.FromSeconds(20),
            "mobile shoppers who come after others have left");
        await crowd.ResizeAsync(new Dictionary<string, int> { ["MobileShopper"] = 1 });
        Assert.Equal((1, 0), (crowd.Counts["MobileShopper"], crowd.Counts["QuickBuyer"]));
        await crowd.StopAsync();
        var after = _shop.Calls.Count;

        Assert.Empty(defects);
        Assert.Equal(0, crowd.Count);
        Assert.Equal(after, _shop.Calls.Count);
        await Assert.ThrowsAsync<ArgumentException>(
            () => crowd.ResizeAsync(new Dictionary<string, int> { ["Robot"] = 1 }));
    }

    [Fact]
    public void The_masters_file_names_the_same_personas_with_the_same_weights()
    {
        var file = File.ReadAllText(Path.Combine(Repository.Root, "load/locustfile.py"));
        var classes = Regex.Matches(file, @"class (\w+)\(Persona\):\s+weight = (\d+)")
            .Select(match => (match.Groups[1].Value, int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture)));

        // Callers are not a part of the usual mix: Locust has no weight for that.
        var kinds = PersonaKinds.All(null).ToLookup(kind => kind.Weight > 0);
        Assert.Equal(kinds[true].Select(kind => (kind.Name, kind.Weight)), classes);
        Assert.Equal(
            kinds[false].Select(kind => kind.Name),
            Regex.Matches(file, @"class (\w+)\(Caller\)").Select(match => match.Groups[1].Value));
    }

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    ShopClient Client() => new(_shop, _recorder);

    static bool IsAfterSignIn(HttpCall call) => !call.Name.StartsWith("/user-api/re", StringComparison.Ordinal)
        && call.Name != "/user-api/login";

    /// <summary>The same user without the pauses.</summary>
    sealed class Hurried(Persona persona) : Persona
    {
        public override Pause ThinkTime { get; } = Pause.Between(0.001, 0.005);
        public override IReadOnlyList<Activity> Activities => persona.Activities;
        public override bool Stays => persona.Stays;
        public override Task ArriveAsync(CancellationToken ct) => persona.ArriveAsync(ct);
    }
}
