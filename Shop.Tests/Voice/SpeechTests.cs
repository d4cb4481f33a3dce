using System.Diagnostics;
using Shop.Calls;
using Shop.Load.Voice;
using Shop.Tests.Integration;
using Shop.Voice.Speech;

namespace Shop.Tests.Voice;

/// <summary>
/// Speech services with OpenAI's API, for which WireMock stands, and what the line does when they fail. Each test has a
/// model of its own.
/// </summary>
public class SpeechTests(ShopFixture shop)
{
    readonly string _model = $"model-{Guid.CreateVersion7():N}";

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact, Integration("calls", "speech")]
    public async Task A_ukrainian_caller_is_understood_and_answered_by_services()
    {
        await using var host = await StartAsync();
        await using var call = await host.DialAndListenAsync(Ct);

        var said = await call.SayAsync(
            await Espeak.SpeakAsync("потрібні зимові шини", SpokenLanguage.Ukrainian, 8000, Ct));
        var last = await VoiceHost.EndOfReplyAsync(call, said);

        await call.DisposeAsync();
        await CallRow.EndedAsync(shop, call.Id, Ct);
        Assert.Equal(
            [("greeting", ""), ("speech", "Потрібні зимові шини 205 55 16")],
            (await TurnRow.OfAsync(shop, call.Id, Ct)).Select(turn => (turn.Event, turn.Heard)));
        var asked = Assert.Single(await shop.WireMock.RequestsAsync(
            new { urlPath = "/v1/audio/transcriptions", bodyPatterns = new[] { new { contains = _model } } }, Ct));
        var body = (string)asked["body"]!;
        foreach (var part in (string[])["name=file; filename=speech.wav", "RIFF", "name=prompt", "winter tires"])
            Assert.Contains(part, body.Replace("\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal("Bearer secret", (string)asked["headers"]!["Authorization"]!);
        // The stub's tone of a second, as loud as it is.
        var loud = call.Heard(said, last).Samples.Count(sample => Math.Abs((int)sample) > 1000) / 8000.0;
        Assert.InRange(loud, 0.85, 1);
    }

    [Fact]
    public async Task A_recognition_that_fails_is_left_alone_after_three_failures_and_the_caller_is_offered_keys()
    {
        await using var stubs = new StubOverrides(shop.WireMock);
        await stubs.AnswerAsync(
            Transcriptions(), new { status = 400, jsonBody = new { error = new { message = "no such model" } } }, Ct);
        await using var host = await StartAsync();
        var expected = new Expected("test", null, "", SpokenLanguage.Ukrainian);
        var speech = new Recording(new short[8000], 8000);

        var problems = new List<string>();
        for (var i = 0; i < 4; i++)
            problems.Add((await Assert.ThrowsAnyAsync<Exception>(
                () => host.Recognition.RecognizeAsync(speech, expected, Ct))).Message);

        Assert.Equal(
            "The service of speech recognition answered 400: no such model", Assert.Single(problems[..3].Distinct()));
        Assert.Contains("circuit", problems[3], StringComparison.Ordinal);
        Assert.Equal(3, (await shop.WireMock.RequestsAsync(Transcriptions(), Ct)).Count);
        await using var call = await host.DialAndListenAsync(Ct);
        await call.SayAsync(await Espeak.SpeakAsync("winter tires", SpokenLanguage.English, 8000, Ct));
        await VoiceHost.EndOfReplyAsync(call, Stopwatch.GetTimestamp());
        await call.DisposeAsync();
        await CallRow.EndedAsync(shop, call.Id, Ct);
        Assert.Contains(
            ("recognition_failed", "Please press a key."),
            (await TurnRow.OfAsync(shop, call.Id, Ct)).Select(turn => (turn.Event, turn.Said)));
    }

    [Fact]
    public async Task Text_that_comes_in_pieces_is_read_to_its_end()
    {
        await using var stubs = new StubOverrides(shop.WireMock);
        const string Events = """
            data: {"type":"transcript.text.delta","delta":"зимові "}

            data: {"type":"transcript.text.delta","delta":"шини"}

            data: {"type":"transcript.text.done","text":"Зимові шини."}


            """;
        await stubs.AnswerAsync(
            Transcriptions(),
            new
            {
                status = 200,
                headers = new Dictionary<string, string> { ["Content-Type"] = "text/event-stream" },
                body = Events
            },
            Ct);
        await using var host = await StartAsync(("Speech:RecognitionStreams", "true"));

        var heard = await host.Recognition.RecognizeAsync(
            new(new short[8000], 8000), new("test", null, "", SpokenLanguage.Ukrainian), Ct);

        Assert.Equal("Зимові шини.", heard.Text);
    }

    [Fact]
    public async Task When_nothing_can_speak_the_caller_hears_the_apology_of_the_program_and_gets_an_operator()
    {
        await using var stubs = new StubOverrides(shop.WireMock);
        await stubs.AnswerAsync(
            new { method = "POST", urlPath = "/v1/audio/speech", bodyPatterns = WireMock.Body("$.model", _model) },
            new { status = 400, jsonBody = new { detail = "out of memory" } },
            Ct);
        await using var host = await StartAsync();
        await using var call = await host.DialAsync(Ct);

        Assert.Equal(CallEnding.Closed, await call.Ended.Task.WaitAsync(VoiceHost.Timeout, Ct));
        var apology = Apology.In(SpokenLanguage.English, 8000);
        Assert.True(call.Heard(0, long.MaxValue).Samples.AsSpan().IndexOf(apology.AsSpan(8000, 8000)) > 0);
        var row = await CallRow.EndedAsync(shop, call.Id, Ct);
        Assert.Equal(("failed", "operator"), (row.Outcome, row.Next));
    }

    object Transcriptions() => new
    {
        method = "POST",
        urlPath = "/v1/audio/transcriptions",
        bodyPatterns = new[] { new { contains = _model } }
    };

    Task<VoiceHost> StartAsync(params (string Name, string Value)[] settings) => VoiceHost.StartAsync(
        shop,
        new(),
        [
            ("Speech:RecognitionAddress", $"{shop.WireMock.BaseAddress}"),
            ("Speech:RecognitionKey", "secret"),
            ("Speech:RecognitionModel", _model),
            ("Speech:SynthesisAddress", $"{shop.WireMock.BaseAddress}"),
            ("Speech:SynthesisModel", _model),
            .. settings
        ]);
}
