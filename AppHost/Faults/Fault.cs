using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AppHost.Faults;

/// <summary>
/// One kind of failure at one provider, for a share of its requests. It is stored only in the metadata of its WireMock
/// mappings: the mappings in WireMock are the active faults, and a restarted WireMock has none.
/// </summary>
sealed partial record Fault(string Id, string Provider, string Kind, int From, int To, DateTimeOffset? Until)
{
    /// <summary>
    /// The shares of one provider's faults are adjacent ranges on this scale: they add up and do not overlap.
    /// </summary>
    public const int Scale = 4096;

    public string Rate =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Round((To - From) * 100.0 / Scale, 1)} %");

    public JsonObject ToMetadata() => new()
    {
        ["fault"] = new JsonObject
        {
            ["id"] = Id,
            ["provider"] = Provider,
            ["kind"] = Kind,
            ["from"] = From,
            ["to"] = To,
            ["until"] = Until?.ToUnixTimeMilliseconds()
        }
    };

    public static Fault? Of(JsonNode? mapping) => mapping?["metadata"]?["fault"] is not { } fault ? null : new(
        (string)fault["id"]!,
        (string)fault["provider"]!,
        (string)fault["kind"]!,
        (int)fault["from"]!,
        (int)fault["to"]!,
        (long?)fault["until"] is { } until ? DateTimeOffset.FromUnixTimeMilliseconds(until) : null);

    /// <summary>
    /// WireMock cannot choose a stub at random, so the randomness comes from the caller: every call, also a retry, has
    /// a random span id in its <c>traceparent</c>. Its first three digits are the position on the scale. A call without
    /// that header gets only faults with a rate of 100 %.
    /// </summary>
    public string TraceParentPattern
    {
        get
        {
            var numbers = new List<string>();
            for (var n = From; n < To;)
            {
                var (digits, covered) = n % 256 == 0 && n + 256 <= To ? (1, 256)
                    : n % 16 == 0 && n + 16 <= To ? (2, 16)
                    : (3, 1);
                var anyDigits = string.Concat(Enumerable.Repeat("[0-9a-f]", 3 - digits));
                numbers.Add(n.ToString("x3", CultureInfo.InvariantCulture)[..digits] + anyDigits);
                n += covered;
            }
            return $"00-[0-9a-f]{{32}}-({string.Join('|', numbers)})[0-9a-f]{{13}}-[0-9a-f]{{2}}";
        }
    }

    /// <summary>Parses 20 or 20%.</summary>
    public static int ShareOf(string? rate)
    {
        if (rate is null or "")
            return Scale;
        var number = rate.TrimEnd('%', ' ');
        return double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent)
            && percent is >= 0.1 and <= 100
            ? (int)Math.Round(percent / 100 * Scale)
            : throw new DistributedApplicationException(
                $"A rate is a share of the requests between 0.1% and 100%, not '{rate}'.");
    }

    /// <summary>Parses 500ms, 30s, 5m or 1h; empty is null: until the fault is cleared.</summary>
    public static TimeSpan? DurationOf(string? duration)
    {
        if (duration is null or "")
            return null;
        if (Duration().Match(duration) is not { Success: true } match)
            throw new DistributedApplicationException($"A time is written as 500ms, 30s, 5m or 1h, not '{duration}'.");
        var number = int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        return match.Groups[2].Value switch
        {
            "ms" => TimeSpan.FromMilliseconds(number),
            "m" => TimeSpan.FromMinutes(number),
            "h" => TimeSpan.FromHours(number),
            _ => TimeSpan.FromSeconds(number)
        };
    }

    [GeneratedRegex("^([1-9][0-9]{0,5})(ms|s|m|h)?$")]
    private static partial Regex Duration();
}
