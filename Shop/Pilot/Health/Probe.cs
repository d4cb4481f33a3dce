using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Shop.Pilot.Health;

/// <summary>Sends the requests of one check and collects what is wrong with the answers.</summary>
sealed class Probe(HttpClient http, CheckOptions limits)
{
    readonly List<CheckedRequest> _requests = [];
    readonly List<string> _faults = [];

    public HttpClient Http => http;

    public CheckOptions Limits => limits;

    public IReadOnlyList<CheckedRequest> Requests => _requests;

    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Why the check does not apply to this shop.</summary>
    public string? NotApplicable { get; set; }

    public void Fault(string sentence) => _faults.Add(sentence);

    public Task<Answer> GetAsync(string path, CancellationToken ct, int expected = 200) =>
        SendAsync("GET", path, null, [expected], ct);

    /// <summary>An unexpected status is a fault. Throws if there is no answer.</summary>
    public async Task<Answer> SendAsync(
        string method, string path, string? json, IReadOnlyList<int> expected, CancellationToken ct)
    {
        var name = $"{method} {path}";
        // Relative to the address, which may have a path of its own.
        using var request = new HttpRequestMessage(new(method), path.TrimStart('/'));
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(limits.Timeout);
        var watch = Stopwatch.StartNew();
        try
        {
            using var response = await http.SendAsync(request, patience.Token);
            var text = await response.Content.ReadAsStringAsync(patience.Token);
            var answer = new Answer(
                name,
                (int)response.StatusCode,
                response.Headers,
                response.Content.Headers.ContentType?.MediaType ?? "",
                text,
                watch.Elapsed);
            Note($"{answer.Status}");
            if (!expected.Contains(answer.Status))
                Fault($"{name} answered {answer.Status} instead of {string.Join(" or ", expected)}.");
            return answer;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            Note("no answer");
            throw new NoAnswerException($"{name} was not answered within {limits.Timeout.TotalSeconds:0.#} s.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            Note("no answer");
            throw new NoAnswerException($"{name} was not answered: {FirstLine(e.Message)}");
        }

        void Note(string actual) => _requests.Add(
            new(name, string.Join(" or ", expected), actual, (int)watch.ElapsedMilliseconds));
    }

    public void MustBeWithin(Answer answer, TimeSpan limit)
    {
        if (answer.Duration > limit)
        {
            Fault($"{answer.Request} took {answer.Duration.TotalSeconds:0.0} s, "
                + $"more than {limit.TotalSeconds:0.##} s.");
        }
    }

    public void MustBe(Answer answer, string mediaType)
    {
        if (answer.MediaType != mediaType)
            Fault($"{answer.Request} answered {(answer.MediaType == "" ? "no type" : answer.MediaType)} "
                + $"instead of {mediaType}.");
    }

    /// <summary>Null, and a fault, unless the answer is JSON.</summary>
    public JsonElement? Json(Answer answer)
    {
        try
        {
            using var document = JsonDocument.Parse(answer.Text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            Fault($"{answer.Request} answered something that is not JSON.");
            return null;
        }
    }

    static string FirstLine(string message) => message.Split('\n')[0].TrimEnd('.') + ".";
}

sealed record Answer(
    string Request, int Status, HttpResponseHeaders Headers, string MediaType, string Text, TimeSpan Duration)
{
    public bool IsSuccess => Status is >= 200 and < 300;

    public string? Header(string name) =>
        Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
}

/// <summary>The shop did not answer. The message is a sentence.</summary>
sealed class NoAnswerException(string message) : Exception(message);
