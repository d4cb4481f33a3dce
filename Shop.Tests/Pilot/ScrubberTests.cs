using Shop.Pilot.Errors;

namespace Shop.Tests.Pilot;

public class ScrubberTests
{
    [Theory]
    [InlineData("mail ivan.petrov+shop@mail.ru failed", "mail [email] failed")]
    [InlineData("?q=ivan%40mail.ru", "?q=[email]")]
    [InlineData("call +7 (912) 345-67-89 now", "call [phone] now")]
    [InlineData("call 8 912 345 67 89", "call [phone]")]
    [InlineData("79123456789", "[phone]")]
    [InlineData("call (495) 123-45-67", "call [phone]")]
    [InlineData("card 2200 7001 0000 0008 refused", "card [card] refused")]
    [InlineData("order 15 4111 1111 1111 1111", "order 15 [card]")]
    [InlineData("4111111111111111", "[card]")]
    [InlineData("СНИЛС 112-233-445 95", "СНИЛС [snils]")]
    [InlineData("inn 500100732259", "inn [inn]")]
    [InlineData("ИНН 7707083893", "ИНН [inn]")]
    [InlineData("паспорт 4508 123456 выдан", "паспорт [passport] выдан")]
    [InlineData("паспорт 45 08 123456", "паспорт [passport]")]
    [InlineData("from 203.0.113.77:51234", "from [ip]:51234")]
    [InlineData("http://host/203.0.113.77 failed", "http://host/[ip] failed")]
    [InlineData("from 2001:db8::8a2e:370:7334 ok", "from [ip] ok")]
    [InlineData("Authorization: Bearer abc def", "Authorization: [filtered]")]
    [InlineData("got bearer abcdefgh1234", "got [filtered]")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-_", "[token]")]
    [InlineData("https://bob:hunter2@db.example/x", "https://[filtered]@db.example/x")]
    [InlineData("Host=db;Password=hunter2;Port=5432", "Host=db;Password=[filtered];Port=5432")]
    [InlineData("{\"first_name\":\"Иван Петров\",\"n\":1}", "{\"first_name\":\"[filtered]\",\"n\":1}")]
    [InlineData("адрес: ул. Ленина, 5\nдальше", "адрес: [filtered]\nдальше")]
    [InlineData("a\\n4508 123456\\n2001:db8::8a2e:370:7334\\npin: 12", "a\\n[passport]\\n[ip]\\npin: [filtered]")]
    [InlineData("C:\\token=hunter2", "C:\\token=[filtered]")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY----- end", "[key] end")]
    public void A_secret_is_replaced(string text, string expected) => Assert.Equal(expected, Scrubber.Text(text));

    // Half a surrogate pair would not survive as data of a theory.
    [Fact]
    public void What_a_database_cannot_store_is_replaced() =>
        Assert.Equal("a\ufffdb\ufffd", Scrubber.Text("a\0b\ud800"));

    [Theory]
    [InlineData("Order 019b76da-abe8-711d-ab0d-549b6f03675a is late by 1234567890123 ms")]
    [InlineData("at 2026-11-27T17:00:00.123Z, 12:30:45, after 3.5 s")]
    [InlineData("Could not load Shop, Version=10.0.0.0, Culture=neutral")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0")]
    [InlineData("shop@1.2.3 std::io key=value timeout: 30")]
    [InlineData("line 123:45 of app.js?v=20261127, order #1042 for 12 345,67")]
    [InlineData("SyntaxError: Unexpected token '<'")]
    public void Ordinary_text_stays_as_it_is(string text) => Assert.Same(text, Scrubber.Text(text));

    [Theory]
    [InlineData("user.email", "x", true)]
    [InlineData("user.name", "x", true)]
    [InlineData("os.name", "Linux", false)]
    [InlineData("items[0].recipient", "x", true)]
    [InlineData("billing_address", "x", true)]
    [InlineData("customerFirstName", "x", true)]
    [InlineData("X-Api-Key", "x", true)]
    [InlineData("Set-Cookie", "x", true)]
    [InlineData("author", "x", false)]
    [InlineData("route", "/api/orders", false)]
    public void A_key_decides_about_its_value(string key, string value, bool isHidden) =>
        Assert.Equal(isHidden ? Scrubber.Filtered : value, Scrubber.Pair(key, value));
}
