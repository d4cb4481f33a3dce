using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shop.Database;

namespace Shop.Tests.Pilot;

public class PlantedSecretTests(ShopFixture shop)
{
    readonly CancellationToken _ct = TestContext.Current.CancellationToken;

    static readonly string[] Secrets =
    [
        "planted.person@secret.example", "+7 (987) 650-43-21", "2200 1545 4580 1218", "087-654-303 00", "500100732259",
        "4510 987654", "eyJwbGFudGVkIjoxfQ.eyJwbGFudGVkIjoyfQ.c2lnbmF0dXJl", "hunter2planted",
        "plantedbearer0123456789", "MIIEplantedkey", "203.0.113.199", "Васнецов-Плантед", "Плантедская улица",
        "plantedquery"
    ];

    [Fact]
    public async Task Secrets_in_any_field_of_any_channel_are_nowhere_in_the_database()
    {
        Assert.Equal(14, Secrets.Length);
        var door = await SentryDoor.OfAsync(shop, _ct);
        var text = $"""
            Failed for {Secrets[0]} ({Secrets[1]}), card {Secrets[2]}, СНИЛС {Secrets[3]}, ИНН {Secrets[4]}, паспорт {Secrets[5]},
            {Secrets[6]} postgres://bob:{Secrets[7]}@db.example/ Authorization: Bearer {Secrets[8]}
            -----BEGIN RSA PRIVATE KEY-----
            {Secrets[9]}
            -----END RSA PRIVATE KEY-----
            from {Secrets[10]}, "last_name":"{Secrets[11]}", адрес: {Secrets[12]}
            https://shop.example/reset?token={Secrets[13]}&email={Uri.EscapeDataString(Secrets[0])}
            """;
        var id = Guid.CreateVersion7();
        var header = $$"""{"event_id":"{{id:N}}"}""";

        await TakenAsync(door.PostAsync(SentryDoor.Envelope(Event(text), header: header) + Attachments(text), _ct));
        await TakenAsync(door.PostAsync(SentryDoor.Request(
            $"/api/1/store/?sentry_key={door.Key}",
            Encoding.UTF8.GetBytes(new JsonObject { ["message"] = text, ["level"] = text }.ToJsonString())), _ct));
        Guid[] traces = [Guid.CreateVersion7(), Guid.CreateVersion7()];
        foreach (var (trace, source) in traces.Zip(["url", "route"]))
        {
            var transaction = SentryDoor.Envelope(Transaction(text, trace, source), "transaction");
            await TakenAsync(door.PostAsync(transaction, _ct));
        }
        await TakenAsync(door.PostAsync(SentryDoor.Envelope(Feedback(text), "feedback"), _ct));
        await TakenAsync(door.PostAsync(SentryDoor.Envelope(
            new() { ["comments"] = text, ["name"] = text, ["email"] = Secrets[0] }, "user_report"), _ct));
        await TakenAsync(door.PostAsync(Violation(door, new JsonObject
        {
            ["csp-report"] = Fields(
                text, "document-uri", "blocked-uri", "effective-directive", "script-sample", "referrer")
        }), _ct));
        await TakenAsync(door.PostAsync(Violation(door, new JsonArray(new JsonObject
        {
            ["type"] = "csp-violation",
            ["user_agent"] = text,
            ["body"] = Fields(
                text, "documentURL", "blockedURL", "effectiveDirective", "sample", "referrer", "sourceFile")
        })), _ct));
        string[] ofReport =
            ["title", "description", "steps_to_reproduce", "expected_behavior", "actual_behavior", "url", "user_agent"];
        using var reported = await shop.Api.PostAsJsonAsync(
            "/api/feedback/errors/public", Fields(text, ofReport), _ct);
        Assert.Equal(HttpStatusCode.Created, reported.StatusCode);
        using var told = await shop.Api.PostAsJsonAsync("/api/feedback", Fields(text, "message", "page"), _ct);
        Assert.Equal(HttpStatusCode.Created, told.StatusCode);

        await Eventually.WaitUntilAsync(
            () => shop.Database.ScalarAsync<long>(
                $"select count(*) from pilot.requests where trace_id = any ({traces})", _ct),
            count => count == traces.Length,
            TimeSpan.FromSeconds(20),
            "the measurements of both transactions");
        var stored = await shop.Database.ScalarAsync<string>(
            $"select schema_to_xml('pilot', true, true, '')::text", _ct);
        Assert.Contains("[email]", stored, StringComparison.Ordinal);
        Assert.Equal(3, await shop.Database.ScalarAsync<long>(
            $"select count(*) from pilot.attachments where occurrence_id = {id} and strpos(text, '[phone]') > 0", _ct));
        Assert.DoesNotContain(Secrets, secret => stored!.Contains(secret, StringComparison.OrdinalIgnoreCase));
    }

    static async Task TakenAsync(Task<HttpResponseMessage> sent)
    {
        using var response = await sent;
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    // As plain text, and as a text in JSON, whose lines are escaped, in an encoding with escapes and in one without.
    static string Attachments(string text)
    {
        var json = new JsonObject { ["message"] = text, ["last_name"] = Secrets[11] };
        var unescaped = new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        return string.Concat(((string[])[text, json.ToJsonString(), json.ToJsonString(unescaped)]).Select(file =>
        {
            var header = new JsonObject
            {
                ["type"] = "attachment",
                ["length"] = Encoding.UTF8.GetByteCount(file),
                ["filename"] = $"C:\\Users\\{Secrets[11]}\\{Secrets[0]}.log",
                ["content_type"] = text,
                ["attachment_type"] = text
            };
            return $"{header.ToJsonString()}\n{file}\n";
        }));
    }

    static HttpRequestMessage Violation(SentryDoor door, JsonNode body) => SentryDoor.Request(
        $"/api/1/security/?sentry_key={door.Key}&sentry_release={Uri.EscapeDataString(Secrets[0])}",
        Encoding.UTF8.GetBytes(body.ToJsonString()));

    static JsonObject Fields(string text, params string[] names) =>
        new([.. names.Select(name => KeyValuePair.Create(name, (JsonNode?)(name == "title" ? text[..190] : text)))]);

    static JsonObject Transaction(string text, Guid trace, string source)
    {
        var json = Fields(text, "transaction", "release", "environment", "server_name");
        json["transaction_info"] = new JsonObject { ["source"] = source };
        json["start_timestamp"] = "2026-08-31T12:00:00Z";
        json["timestamp"] = "2026-08-31T12:00:00Z";
        json["user"] = Fields(Secrets[0], "id", "email");
        json["request"] = Fields(text, "url", "method");
        json["contexts"] = new JsonObject { ["trace"] = Fields(text, "op", "status") };
        json["contexts"]!["trace"]!["trace_id"] = $"{trace:N}";
        json["spans"] = new JsonArray(Fields(text, "op", "description"));
        return json;
    }

    static JsonObject Feedback(string text) => new()
    {
        ["contexts"] = new JsonObject { ["feedback"] = Fields(text, "message", "contact_email", "name", "url") }
    };

    static JsonObject Event(string text)
    {
        var frame = Fields(text, "function", "module", "filename", "abs_path", "context_line");
        frame["vars"] = Fields(text, "password", "local");
        var map = new JsonObject { ["plain"] = text, [text[..100]] = text, ["user"] = Fields(Secrets[11], "name") };
        string[] ofEvent =
            ["message", "level", "platform", "logger", "release", "environment", "server_name", "transaction", "dist"];
        var json = Fields(text, ofEvent);
        json["fingerprint"] = new JsonArray(text, "{{ default }}");
        json["exception"] = new JsonArray(new JsonObject
        {
            ["type"] = text,
            ["value"] = text,
            ["module"] = text,
            ["mechanism"] = Fields(text, "type", "description"),
            ["stacktrace"] = new JsonObject { ["frames"] = new JsonArray(frame) }
        });
        json["logentry"] = Fields(text, "message", "formatted");
        json["user"] = Fields(Secrets[0], "id", "email", "username", "ip_address", "name");
        json["request"] = Fields(text, "url", "query_string", "method", "data", "cookies");
        json["request"]!["headers"] = new JsonArray(
            new JsonArray("Cookie", Secrets[7]),
            new JsonArray("X-Forwarded-For", Secrets[10]),
            new JsonArray("Referer", text));
        json["request"]!["env"] = Fields(Secrets[10], "REMOTE_ADDR");
        json["tags"] = new JsonArray(
            new JsonArray("tag", text), new JsonObject { ["key"] = "email", ["value"] = Secrets[0] });
        json["extra"] = map.DeepClone();
        json["contexts"] = new JsonObject { ["any"] = map, ["trace"] = Fields(text, "trace_id", "op") };
        json["breadcrumbs"] = new JsonObject
        {
            ["values"] = new JsonArray(new JsonObject
            {
                ["message"] = text,
                ["category"] = text,
                ["type"] = text,
                ["level"] = text,
                ["data"] = new JsonObject { ["url"] = text, ["phone"] = Secrets[1] }
            })
        };
        json["sdk"] = Fields(text, "name", "version");
        return json;
    }
}
