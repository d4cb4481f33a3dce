using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Shop.Accounts;
using Shop.Database;
using Shop.Tests.Catalog;
using Shop.Tests.Web;

namespace Shop.Tests.Pilot;

/// <summary>Files that come with an error.</summary>
public class AttachmentTests(ShopFixture shop)
{
    readonly CancellationToken _ct = TestContext.Current.CancellationToken;
    readonly string _unique = SentryDoor.Unique();

    [Fact]
    public async Task A_text_is_scrubbed_and_downloaded_as_plain_text_and_of_a_picture_only_the_name_is_kept()
    {
        var (id, report) = await SendAsync(
            ("C:\\Users\\ivan\\page.html", "text/html", "<script>alert(1)</script> ivan@example.com"u8.ToArray()),
            ("screen.png", "text/plain", [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 0]));
        using var support = await StaffVisitor.CreateAsync(shop, Role.Support, _ct);

        var page = await support.VisitAsync($"/staff/errors/{report}", _ct);
        var link = $"/staff/errors/{report}/attachments/{id}/1";
        Assert.Contains($"href=\"{link}\"", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain($"{id}/2", page.Html, StringComparison.Ordinal);
        Assert.True(page.Has("screen.png") && page.Has("Картинку или другой двоичный файл нельзя"), page.Text);

        using var file = await support.Browser.FollowAsync(link, _ct);
        Assert.Equal("<script>alert(1)</script> [email]", await file.Content.ReadAsStringAsync(_ct));
        Assert.Equal("text/plain; charset=utf-8", $"{file.Content.Headers.ContentType}");
        Assert.Equal("attachment", file.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("page.html.txt", file.Content.Headers.ContentDisposition.FileName);
        Assert.Equal("nosniff", file.Headers.GetValues("X-Content-Type-Options").Single());
        foreach (var missing in (string[])[$"{id}/2", $"{id}/9", $"{Guid.CreateVersion7()}/1"])
        {
            using var none = await support.Browser.FollowAsync($"/staff/errors/{report}/attachments/{missing}", _ct);
            Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        }
    }

    [Fact]
    public async Task The_texts_of_an_event_are_limited_one_by_one_and_together()
    {
        // The pair of surrogates crosses the limit, so it is left out as a whole.
        var emoji = new string('a', 65_535) + "\U0001F600" + "rest";
        var (id, _) = await SendAsync(
            ($"{new string('n', 199)}\U0001F600.log", null, Encoding.UTF8.GetBytes(emoji)),
            ("empty", null, []),
            ("long.log", null, Encoding.UTF8.GetBytes(new string('я', 70_000))),
            ("left.log", null, "more than what is left"u8.ToArray()),
            ("late.log", null, "x"u8.ToArray()));

        Assert.Equal(
            [
                "199 65543 beginning 65535", "5 0 whole 0", "8 140000 beginning 65536", "8 22 beginning 1",
                "8 1 over_limit "
            ],
            await shop.Database.ScalarAsync<string[]>(
                $"""
                select array_agg(concat(length(name), ' ', size, ' ', content, ' ', length(text)) order by number)
                from pilot.attachments where occurrence_id = {id}
                """, _ct) ?? []);
    }

    /// <summary>Sends an event after its files.</summary>
    async Task<(Guid Id, Guid Report)> SendAsync(params (string Name, string? Type, byte[] Bytes)[] files)
    {
        var door = await SentryDoor.OfAsync(shop, _ct);
        var id = Guid.CreateVersion7();
        using var body = new MemoryStream();
        body.Write(Encoding.UTF8.GetBytes($"{{\"event_id\":\"{id:N}\"}}\n"));
        foreach (var (name, type, bytes) in files)
        {
            var header = new JsonObject
            {
                ["type"] = "attachment",
                ["length"] = bytes.Length,
                ["filename"] = name,
                ["content_type"] = type
            };
            body.Write(Encoding.UTF8.GetBytes($"{header.ToJsonString()}\n"));
            body.Write(bytes);
            body.Write("\n"u8);
        }
        var sent = new JsonObject { ["message"] = $"Attached {_unique}", ["platform"] = "csharp" };
        body.Write(Encoding.UTF8.GetBytes($"{{\"type\":\"event\"}}\n{sent.ToJsonString()}"));
        using var response = await door.PostAsync(
            SentryDoor.Request($"/api/1/envelope/?sentry_key={door.Key}", body.ToArray()), _ct);
        Assert.Equal($"{id:N}", (string)(await response.AnswerAsync(HttpStatusCode.OK, _ct))["id"]!);
        return (id, await shop.Database.ScalarAsync<Guid>(
            $"select report_id from pilot.occurrences where id = {id}", _ct));
    }
}
