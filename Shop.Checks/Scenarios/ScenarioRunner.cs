using System.Diagnostics;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Shop.Checks.Scenarios;

/// <summary>Where the scenarios run, and with what.</summary>
sealed record ScenarioOptions(
    Uri Address,
    Uri? Inbox,
    string? Product,
    string Email,
    string City,
    string PostalCode,
    TimeSpan Timeout,
    string? Folder)
{
    /// <summary>One for each account: <c>checks@shop.example</c> becomes <c>checks+019ab…@shop.example</c>.</summary>
    public string NewEmail() =>
        Email.Insert(Email.IndexOf('@', StringComparison.Ordinal), $"+{Guid.CreateVersion7():N}");
}

/// <summary>What users do, in a real browser: all scenarios at the same time, each in a context of its own.</summary>
sealed class ScenarioRunner(IBrowser browser, ScenarioOptions options, TimeProvider time)
{
    static readonly (string Name, Func<ScenarioRunner, Walk, CancellationToken, Task> RunAsync)[] All =
    [
        ("purchase", (runner, walk, _) => runner.PurchaseAsync(walk)),
        ("registration", (runner, walk, ct) => runner.RegistrationAsync(walk, ct)),
        ("search", (runner, walk, _) => runner.SearchAsync(walk)),
        ("refund", (runner, walk, _) => runner.RefundAsync(walk))
    ];

    public async Task<ScenarioReport> RunAsync(CancellationToken ct)
    {
        if (options.Folder is not null)
            Directory.CreateDirectory(options.Folder);
        var startedAt = time.GetUtcNow();
        var watch = Stopwatch.StartNew();
        SetDefaultExpectTimeout((float)options.Timeout.TotalMilliseconds);
        var results = await Task.WhenAll(All.Select(scenario => RunAsync(scenario.Name, scenario.RunAsync, ct)));
        return new(
            options.Address,
            startedAt,
            (int)watch.ElapsedMilliseconds,
            results.All(result => result.Status == Pilot.Health.CheckStatus.Pass),
            results);
    }

    async Task<ScenarioResult> RunAsync(
        string name, Func<ScenarioRunner, Walk, CancellationToken, Task> run, CancellationToken ct)
    {
        await using var context = await browser.NewContextAsync(new()
        {
            BaseURL = options.Address.AbsoluteUri.TrimEnd('/') + '/',
            Locale = "en-US",
            UserAgent = $"Mozilla/5.0 (X11; Linux x86_64) Chrome/{browser.Version} {Pilot.Health.HealthChecker.Agent}",
            ViewportSize = new() { Width = 1280, Height = 900 },
            ReducedMotion = ReducedMotion.Reduce
        });
        context.SetDefaultTimeout((float)options.Timeout.TotalMilliseconds);
        var walk = new Walk(name, await context.NewPageAsync(), options.Folder);
        await run(this, walk, ct);
        return walk.Result;
    }

    async Task PurchaseAsync(Walk walk)
    {
        var customer = new Customer(walk, options);
        await walk.StepAsync("open the main page", () => OpenMainPageAsync(walk));
        if (await BuyAsync(walk, customer))
            await walk.StepAsync("see the paid order", customer.SeePaidOrderAsync);
        await walk.StepAsync("cancel the order", customer.CancelOrderAsync);
        await customer.TidyAsync();
    }

    async Task RefundAsync(Walk walk)
    {
        var customer = new Customer(walk, options);
        if (await BuyAsync(walk, customer))
        {
            await walk.StepAsync("see the paid order", customer.SeePaidOrderAsync);
            await walk.StepAsync("ask for the refund", customer.AskForRefundAsync);
        }
        else
        {
            walk.Skip("ask for the refund", "The order is not paid.");
            await walk.StepAsync("cancel the order", customer.CancelOrderAsync);
        }
        await customer.TidyAsync();
    }

    async Task RegistrationAsync(Walk walk, CancellationToken ct)
    {
        var customer = new Customer(walk, options);
        await walk.StepAsync("register", async () =>
        {
            await walk.Page.GotoAsync("register");
            await customer.RegisterAsync();
        });
        if (options.Inbox is { } address)
        {
            await walk.StepAsync("confirm the address with the mailed link", async () =>
            {
                using var inbox = new Inbox(address);
                await walk.Page.GotoAsync(await inbox.ConfirmationLinkAsync(customer.Email, ct));
                await walk.Page.ClickAsync("main form button");
                await Expect(walk.Page.Locator("#notice")).ToContainTextAsync("confirmed");
            });
        }
        else
        {
            walk.Skip("confirm the address with the mailed link", "The inbox is not known (--inbox).");
        }
        await customer.TidyAsync();
    }

    async Task SearchAsync(Walk walk)
    {
        var (page, customer, name) = (walk.Page, new Customer(walk, options), "");
        await walk.StepAsync("choose a product", async () =>
        {
            await customer.OpenProductAsync();
            name = await page.Locator("h1").InnerTextAsync();
        });
        await walk.StepAsync("open the main page", () => OpenMainPageAsync(walk));
        await walk.StepAsync("search for its name", async () =>
        {
            await page.FillAsync("input[type='search']", name);
            await page.PressAsync("input[type='search']", "Enter");
            await Expect(page.Locator(".product-card").First).ToBeVisibleAsync();
        });
        await walk.StepAsync("open what was found", async () =>
        {
            await page.Locator(".product-card", new() { HasText = name }).Locator("a").First.ClickAsync();
            await Expect(page.Locator("h1")).ToHaveTextAsync(name);
        });
    }

    static async Task OpenMainPageAsync(Walk walk)
    {
        await walk.Page.GotoAsync("");
        await Expect(walk.Page.Locator("input[type='search']")).ToBeVisibleAsync();
    }

    /// <summary>False when the order waits for a payment that a program cannot make.</summary>
    static async Task<bool> BuyAsync(Walk walk, Customer customer)
    {
        var isPaid = true;
        await walk.StepAsync("open a product", customer.OpenProductAsync);
        await walk.StepAsync("put it into the cart", customer.AddToCartAsync);
        await walk.StepAsync("register at the checkout", customer.RegisterAtCheckoutAsync);
        await walk.StepAsync("enter the address", customer.EnterAddressAsync);
        await walk.StepAsync("place the order", customer.PlaceOrderAsync);
        await walk.StepAsync("pay", async () => isPaid = await customer.PayAsync());
        if (!isPaid)
            walk.Skip("see the paid order", $"A program cannot pay at {new Uri(walk.Page.Url).Host}.");
        return isPaid;
    }
}
