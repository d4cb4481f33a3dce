using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Shop.Shipping;

namespace Shop.Tests.Shipping;

/// <summary>
/// A host like ours, with its carriers at other addresses. Registration, retries and circuit breaker are the real ones.
/// </summary>
sealed class CarrierHost : IDisposable
{
    public const string Cdek = "cdek";
    public const string Boxberry = "boxberry";
    public const string Post = "russian_post";

    public static readonly string[] Names = [Cdek, Boxberry, Post];

    public static readonly string[] Secrets =
    [
        "cdek-secret",
        "cdek-access-token",
        "boxberry/key",
        Uri.EscapeDataString("boxberry/key"),
        "post-token",
        "post-password",
        PostUser,
        "post-tracking-password"
    ];

    public const string PostUser = "cG9zdC1sb2dpbjpwb3N0LXBhc3N3b3Jk";

    public static readonly ShipmentOrder Order = new(
        Guid.Parse("01985c5a-f400-7000-8000-000000000001"),
        "S-1",
        new("Анна Ким", "+79001234567", "170000, Тверь, Лесная, 5, кв. 7"),
        [new("LAMP-1", "Лампа", 100.5m, 2), new("FUSE-2", "Пробка", 20m, 1)],
        new(1.5m, 30, 20, 10));

    public static readonly Destination Tver = new("Тверь", "170000");

    readonly IHost _host;
    readonly IServiceScope _scope;

    public CarrierHost(Uri address, params (string Name, string Value)[] settings) : this(_ => address, settings)
    {
    }

    public CarrierHost(Func<string, Uri> addressOf, params (string Name, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["HttpResilience:RetryDelay"] = "00:00:00.001",
            ["Shipping:ContactPhone"] = "+74950000000",
            ["Shipping:Cdek:BaseAddress"] = $"{addressOf(Cdek)}",
            ["Shipping:Cdek:ClientId"] = "cdek-id",
            ["Shipping:Cdek:ClientSecret"] = "cdek-secret",
            ["Shipping:Boxberry:BaseAddress"] = $"{addressOf(Boxberry)}",
            ["Shipping:Boxberry:Token"] = "boxberry/key",
            ["Shipping:RussianPost:BaseAddress"] = $"{addressOf(Post)}",
            ["Shipping:RussianPost:AccessToken"] = "post-token",
            ["Shipping:RussianPost:Login"] = "post-login",
            ["Shipping:RussianPost:Password"] = "post-password",
            ["Shipping:RussianPost:TrackingAddress"] = $"{addressOf(Post)}",
            ["Shipping:RussianPost:TrackingLogin"] = "post-tracking-login",
            ["Shipping:RussianPost:TrackingPassword"] = "post-tracking-password"
        });
        builder.Configuration.AddInMemoryCollection(
            settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)));
        builder.AddServiceDefaults();
        builder.Services.AddShipping(builder.Configuration);
        _host = builder.Build();
        _scope = _host.Services.CreateScope();
    }

    public Carriers Carriers => _scope.ServiceProvider.GetRequiredService<Carriers>();

    public ShippingTariff Tariff => _host.Services.GetRequiredService<ShippingTariff>();

    public ICarrier this[string name] => Carriers.Named(name);

    public void Dispose()
    {
        _scope.Dispose();
        _host.Dispose();
    }
}
