using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Shop.Payments;
using Shop.Shipping;

namespace Shop.Tests.Integration;

public class ProviderAccountTests
{
    static readonly (string, string)[] OneAccount =
    [
        ("Payments:YooKassa:ShopId", "100500"),
        ("Payments:YooKassa:SecretKey", "test_secret"),
        ("Shipping:Boxberry:Token", "key"),
        ("Shipping:ContactPhone", "+74950000000"),
        // Empty, as in a deployment that leaves its parameters empty.
        ("Payments:Stripe:SecretKey", ""),
        ("Payments:Stripe:WebhookSecret", "")
    ];

    [Fact]
    public void A_provider_without_keys_is_neither_chosen_nor_named()
    {
        using var host = StartHost();
        using var scope = host.Services.CreateScope();
        var gateways = scope.ServiceProvider.GetRequiredService<PaymentGateways>();
        var carriers = scope.ServiceProvider.GetRequiredService<Carriers>();

        Assert.Equal(("yookassa", "yookassa"), (gateways.Choose(null, "RUB").Name, gateways.Choose(null, "EUR").Name));
        var refusal = Assert.Throws<ShopException>(() => gateways.Choose("stripe", "RUB"));
        Assert.Equal(
            (ErrorCode.Invalid, "must be one of yookassa"),
            (refusal.Code, Assert.Single(refusal.Fields!["provider"])));
        Assert.Equal(
            (true, false, false),
            (carriers.Knows("boxberry"), carriers.Knows("cdek"), carriers.Knows("russian_post")));
    }

    [Theory]
    [InlineData(
        "stripe: Payments:Stripe:WebhookSecret is not set. Set all of its keys, or none to disable it.",
        "Payments:Stripe:SecretKey", "sk_test")]
    [InlineData(
        "russian_post: Shipping:RussianPost:AccessToken, Shipping:RussianPost:Password, "
            + "Shipping:RussianPost:TrackingLogin and Shipping:RussianPost:TrackingPassword "
            + "are not set. Set all of its keys, or none to disable it.",
        "Shipping:RussianPost:Login", "shop")]
    [InlineData(
        "Payments:Providers names Stripe, but Payments:Stripe:SecretKey and Payments:Stripe:WebhookSecret are not set.",
        "Payments:Providers:0", "Stripe")]
    [InlineData(
        "Payments:ByCurrency:USD names cloudpayments, "
            + "but Payments:CloudPayments:PublicId and Payments:CloudPayments:ApiSecret are not set.",
        "Payments:ByCurrency:USD:0", "cloudpayments")]
    [InlineData(
        "Payments:Providers names paypal. Valid names are yookassa, cloudpayments, stripe.",
        "Payments:Providers:0", "paypal")]
    [InlineData(
        "No payment provider is configured. Set the keys of one of yookassa, cloudpayments, stripe.",
        "Payments:YooKassa:ShopId", "", "Payments:YooKassa:SecretKey", "")]
    [InlineData(
        "No carrier is configured. Set the keys of one of cdek, boxberry, russian_post.",
        "Shipping:Boxberry:Token", "")]
    public void Missing_settings_are_reported_at_startup_in_one_sentence(string sentence, params string[] settings)
    {
        var pairs = settings.Chunk(2).Select(setting => (setting[0], setting[1]));

        var refused = Assert.Throws<OptionsValidationException>(() => StartHost([.. pairs]));

        Assert.Equal(sentence, refused.Message);
        Assert.DoesNotContain("sk_test", refused.Message, StringComparison.Ordinal);
    }

    static IHost StartHost(params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        var merged = OneAccount.Concat(settings)
            .GroupBy(setting => setting.Item1)
            .ToDictionary(key => key.Key, string? (key) => key.Last().Item2);
        builder.Configuration.AddInMemoryCollection(merged);
        builder.Services.AddLogging();
        builder.Services.AddPayments(builder.Configuration);
        builder.Services.AddShipping(builder.Configuration);
        var host = builder.Build();
        host.Services.GetRequiredService<IStartupValidator>().Validate();
        return host;
    }
}
