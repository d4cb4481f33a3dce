using System.Net.Http.Json;
using System.Text.Json;
using Shop.Calls;
using Shop.Voice.Dialogue;

namespace Shop.Tests.Voice.Dialogue;

/// <summary>A model that is asked what the rules do not understand: a stub in WireMock, in OpenAI's format.</summary>
public class ChatModelTests(ShopFixture shop)
{
    [Fact]
    public async Task A_model_chooses_a_tool_and_a_value_that_does_not_look_right_is_dropped()
    {
        var call = await StartAsync("search", new
        {
            size = "205/55 R16",
            season = "winter",
            max_price = "DROP TABLE",
            secret = "1"
        });

        var said = await call.SayAsync("абырвалг ёксель");

        Assert.Contains("Зимние шины 205/55 R16: нашлось", said);
        Assert.Equal(["season", "size"], call.Reply.Turn.Entities.Keys.Order());
    }

    [Theory]
    [InlineData("delete_everything")]
    [InlineData("unknown")]
    public async Task A_model_can_only_choose_the_tools_that_there_are(string tool)
    {
        var call = await StartAsync(tool, new { });

        Assert.Contains("Скажите иначе", await call.SayAsync("абырвалг ёксель"));
    }

    [Fact]
    public async Task A_model_that_is_slow_or_away_changes_nothing()
    {
        var slow = await StartAsync("search", new { season = "winter" }, delay: 3000);
        Assert.Contains("Скажите иначе", await slow.SayAsync("абырвалг ёксель"));

        var options = new DialogueOptions { ModelAddress = new("http://127.0.0.1:1/v1/") };
        var away = await Call.BeginAsync(shop.Database, SpokenLanguage.Russian, null, options);
        Assert.Contains("Скажите иначе", await away.SayAsync("абырвалг ёксель"));
    }

    async Task<Call> StartAsync(string tool, object arguments, int delay = 0)
    {
        var ct = TestContext.Current.CancellationToken;
        var path = $"/model-{Guid.CreateVersion7():N}/v1/";
        var message = new
        {
            tool_calls = new[]
            {
                new { type = "function", function = new { name = tool,
                    arguments = JsonSerializer.Serialize(arguments) } }
            }
        };
        using var added = await shop.WireMock.PostAsJsonAsync(
            "/__admin/mappings",
            new
            {
                request = new { method = "POST", urlPath = $"{path}chat/completions" },
                response = new
                {
                    status = 200,
                    jsonBody = new { choices = new[] { new { message } } },
                    fixedDelayMilliseconds = delay,
                    headers = new Dictionary<string, string> { ["Content-Type"] = "application/json" }
                }
            },
            ct);
        added.EnsureSuccessStatusCode();
        var options = new DialogueOptions
        {
            ModelAddress = new(shop.WireMock.BaseAddress!, path),
            ModelTimeout = TimeSpan.FromSeconds(1.5)
        };
        return await Call.BeginAsync(shop.Database, SpokenLanguage.Russian, null, options);
    }
}
