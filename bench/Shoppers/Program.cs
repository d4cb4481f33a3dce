using System.Diagnostics;
using System.Globalization;
using Shoppers;

// <API> <its process> <shoppers> <shoppers a second> <seconds> <warm-up seconds> <products...>
var api = new Uri(args[0]);
var apiProcess = int.Parse(args[1], CultureInfo.InvariantCulture);
var shoppers = int.Parse(args[2], CultureInfo.InvariantCulture);
var rate = double.Parse(args[3], CultureInfo.InvariantCulture);
var seconds = int.Parse(args[4], CultureInfo.InvariantCulture);
var warmUp = int.Parse(args[5], CultureInfo.InvariantCulture);
var goods = args[6..];

using var handler = new SocketsHttpHandler { UseCookies = false };
using var shop = new HttpClient(handler) { BaseAddress = api };

Console.Error.WriteLine($"warm-up, {warmUp} s");
await ShopAsync(new Report(), warmUp);
Console.Error.WriteLine($"{shoppers} shoppers, {rate.ToString(CultureInfo.InvariantCulture)} a second, {seconds} s");
var report = new Report();
await ShopAsync(report, seconds);
foreach (var calls in report.All)
    Console.WriteLine(calls);
Console.Error.WriteLine("processor time of sign-ins and hashes");
var isCheap = await SignInCost.MeasureAsync(shop, apiProcess);
return isCheap && report.All.All(calls => calls.IsWithinBudget) ? 0 : 1;

// Shoppers arrive at a fixed rate, however slow the answers to earlier ones are.
async Task ShopAsync(Report into, int duration)
{
    using var end = new CancellationTokenSource(TimeSpan.FromSeconds(duration));
    var clock = Stopwatch.StartNew();
    var shopping = new List<Task>();
    for (var n = 0; n < shoppers && !end.IsCancellationRequested; n++)
    {
        if (TimeSpan.FromSeconds(n / rate) - clock.Elapsed is { Ticks: > 0 } early)
            await Task.Delay(early);
        shopping.Add(new Shopper(shop, goods, into).ShopUntilAsync(end.Token));
    }
    await Task.WhenAll(shopping);
}
