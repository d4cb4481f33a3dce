using Shop.Notifications.Templates;

namespace Shop.Tests.Notifications;

public class TemplateTests
{
    static readonly Dictionary<string, string> Values = new()
    {
        ["product"] = "Термос «Лес»",
        ["state"] = "Хорошо",
        ["findings"] = "Все показатели в пределах порогов.",
        ["figures"] = "Новые ошибки: 3",
        ["name"] = "Анна",
        ["link"] = "https://shop.example.com/verify-email?token=a&b",
        ["number"] = "S-100001",
        ["subject"] = "[Pilot] Новая ошибка",
        ["text"] = "Почему: впервые.\n\nОплата",
        ["items"] = "Термос × 2: 4\u00A0380,00\u00A0₽\nПлед × 1: 4\u00A0890,00\u00A0₽",
        ["total"] = "9\u00A0270,00\u00A0₽",
        ["until"] = "04.12.2026",
        ["tracking"] = "1106207236",
        ["title"] = "Корзина не открывается",
        ["severity"] = "high",
        ["comment"] = "Посмотри, пожалуйста.",
        ["date"] = "27.11.2026",
        ["solution"] = "Корзина открывается снова."
    };

    public static IEnumerable<TheoryDataRow<string, string>> Each =>
        from language in (string[])["ru", "en"]
        from template in NotificationTemplates.In(language).Keys
        select new TheoryDataRow<string, string>(language, template);

    [Fact]
    public void Every_notification_exists_in_both_languages_with_the_same_placeholders()
    {
        Assert.Equal(NotificationTemplates.In("ru").Keys.Order(), NotificationTemplates.In("en").Keys.Order());
        var ofOrders = NotificationTemplates.OfOrders.Concat(NotificationTemplates.OfPickups);
        Assert.Empty(ofOrders.Except(NotificationTemplates.In("ru").Keys));
        Assert.All(
            NotificationTemplates.In("ru"),
            text => Assert.Equal(
                text.Value.Placeholders.Distinct().Order(),
                NotificationTemplates.In("en")[text.Key].Placeholders.Distinct().Order()));
        Assert.All(
            NotificationTemplates.In("ru"),
            text => Assert.Equal(text.Value.Sms is null, NotificationTemplates.In("en")[text.Key].Sms is null));
    }

    [Theory]
    [MemberData(nameof(Each))]
    public void No_placeholder_is_left_over_in_any_part(string language, string template)
    {
        var text = NotificationTemplates.In(language)[template];
        List<string> parts = [text.SubjectOf(Values), text.TextOf(Values), text.HtmlOf(Values, language)];
        if (text.Sms is not null)
            parts.Add(text.SmsOf(Values));

        Assert.DoesNotContain(
            parts,
            part =>
                part.Contains('{', StringComparison.Ordinal)
                || part.Contains('}', StringComparison.Ordinal)
                || part.Contains('|', StringComparison.Ordinal));
        Assert.All(
            text.Placeholders,
            placeholder =>
                Assert.Contains(parts, part => part.Contains(Values[placeholder.Name], StringComparison.Ordinal)));
        Assert.Contains($"<html lang=\"{language}\">", parts[2], StringComparison.Ordinal);
    }

    [Fact]
    public void The_text_of_a_confirmation()
    {
        var text = NotificationTemplates.In("ru")[NotificationTemplates.OrderConfirmation];

        Assert.Equal("Заказ S-100001 оплачен", text.SubjectOf(Values));
        Assert.Equal(
            """
            Здравствуйте, Анна!

            Спасибо, заказ S-100001 оплачен:
            Термос × 2: 4 380,00 ₽
            Плед × 1: 4 890,00 ₽

            Итого с доставкой: 9 270,00 ₽

            Мы сообщим, когда он отправится в путь.

            """, text.TextOf(Values).Replace('\u00A0', ' '));
        Assert.Equal("Заказ S-100001 оплачен: 9 270,00 ₽. Спасибо!", text.SmsOf(Values).Replace('\u00A0', ' '));
    }

    [Fact]
    public void A_missing_optional_value_is_left_out_with_its_surrounding_text()
    {
        var text = NotificationTemplates.In("en")[NotificationTemplates.OrderShipped];
        var values = new Dictionary<string, string> { ["number"] = "S-1", ["name"] = "", ["tracking"] = "" };

        Assert.Equal("Hello!\n\nOrder S-1 is on its way.\n", text.TextOf(values));
        Assert.Equal("Order S-1 is on its way.", text.SmsOf(values));
        Assert.Equal(
            "Hello, Ann!\n\nOrder S-1 is on its way.\nTracking number: 42\n",
            text.TextOf(new Dictionary<string, string>(values) { ["name"] = "Ann", ["tracking"] = "42" }));
    }

    [Fact]
    public void A_missing_required_value_throws() =>
        Assert.Throws<InvalidOperationException>(() =>
            NotificationTemplates.In("en")[NotificationTemplates.OrderShipped]
                .TextOf(new Dictionary<string, string>()));

    [Fact]
    public void User_input_is_encoded_in_HTML_and_stays_on_one_subject_line()
    {
        var text = NotificationTemplates.In("ru")[NotificationTemplates.ProductWatched];
        var values = new Dictionary<string, string>
        {
            ["product"] = "<script>alert(1)</script>\r\nBcc: b@example.com {name}"
        };

        Assert.Equal(
            "Следим за товаром «<script>alert(1)</script> Bcc: b@example.com {name}»",
            text.SubjectOf(values));
        var html = text.HtmlOf(values, "ru");
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", html, StringComparison.Ordinal);
        Assert.Contains("{name}", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_is_clickable_in_HTML() =>
        Assert.Contains(
            "<a href=\"https://shop.example.com/verify-email?token=a&amp;b\">"
                + "https://shop.example.com/verify-email?token=a&amp;b</a>",
            NotificationTemplates.In("ru")[NotificationTemplates.EmailVerification].HtmlOf(Values, "ru"),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("1234.5", "RUB", "ru", "1\u00A0234,50\u00A0₽")]
    [InlineData("1234.5", "RUB", "en", "1,234.50\u00A0₽")]
    [InlineData("0.99", "EUR", "en", "0.99\u00A0EUR")]
    public void Money_is_formatted_for_the_language(string amount, string currency, string language, string written) =>
        Assert.Equal(
            written,
            OrderValues.Money(
                decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture),
                currency,
                language));
}
