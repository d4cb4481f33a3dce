using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Shop.Tests.Http;

/// <summary>What is done to a valid body: one or two of its values are replaced, removed or repeated.</summary>
sealed record MutatedBody(int Place, int OtherPlace, string Value, string Kind)
{
    const string Marker = "mutated-value-";

    // One byte per character, so that some values are not UTF-8.
    static readonly string[] Values =
    [
        "null", "true", "[]", "{}", "[null]", "[[]]", "[{}]", "\"\"", "\" \"", "\"text\"", "0", "-1", "1.5",
        "-0.001", "1e3", "1e400", "1e999999", "99999999999999999999", "79228162514264337593543950335", "2147483648",
        "-2147483649",
        "\"\\ud800\"", "\"\\udc00x\"", "\"\\u0000\"", "\"\u00ff\u00fe\"", "\"\u00c3(\"", "\"\u00ed\u00a0\u0080\"",
        "\"019b76da-0000-7000-8000-00000000dead\"", "\"00000000-0000-0000-0000-000000000000\"", "\"2026-13-45\"",
        "\"' or 1=1 --\"", "\"<script>\"", "\"../../etc/passwd\"", "\"%00\"", $"\"{new string('x', 300)}\"",
        $"\"{new string('x', 50_000)}\"", $"{new string('[', 80)}{new string(']', 80)}", "{\"a\":", "}", "", "NaN",
        "'x'"
    ];

    public static readonly Gen<MutatedBody> Any =
        from place in Gen.Choose(0, 1000)
        from other in Gen.Choose(0, 1000)
        from value in Gen.Elements(Values)
        from kind in Gen.Frequency(
            (10, Gen.Constant("replace")), (3, Gen.Constant("replace two")), (2, Gen.Constant("remove")),
            (1, Gen.Constant("repeat")), (1, Gen.Constant("append")), (1, Gen.Constant("cut")),
            (1, Gen.Constant("whole")))
        select new MutatedBody(place, other, value, kind);

    public byte[] Of(JsonNode valid)
    {
        var body = new JsonObject { ["body"] = valid.DeepClone() };
        switch (Kind)
        {
            case "whole":
                return Bytes(Value);
            case "cut":
                var text = valid.ToJsonString();
                return Encoding.UTF8.GetBytes(text[..(Place % text.Length)]);
            case "remove":
                Remove(At(body, Place));
                break;
            case "repeat" when valid is JsonObject { Count: > 0 } fields:
                var (name, _) = fields.ElementAt(Place % fields.Count);
                return [.. Bytes("{"), .. Encoding.UTF8.GetBytes($"\"{name}\":"), .. Bytes(Value), .. Bytes(","),
                    .. Encoding.UTF8.GetBytes(valid.ToJsonString()).AsSpan(1)];
            case "append" when Lists(body).ToList() is { Count: > 0 } lists:
                lists[Place % lists.Count].Add(Marker + "0");
                break;
            case "replace two":
                Replace(At(body, Place));
                Replace(At(body, OtherPlace));
                break;
            default:
                Replace(At(body, Place));
                break;
        }
        var parts = (body["body"]?.ToJsonString() ?? "").Split($"\"{Marker}0\"").Select(Encoding.UTF8.GetBytes);
        return [.. parts.SelectMany((part, i) => i == 0 ? part : [.. Bytes(Value), .. part])];
    }

    static byte[] Bytes(string value) => Encoding.Latin1.GetBytes(value);

    static (JsonNode Parent, object Key) At(JsonObject body, int place)
    {
        var places = Places(body).ToList();
        return places[place % places.Count];
    }

    static IEnumerable<(JsonNode Parent, object Key)> Places(JsonNode? node) => node switch
    {
        JsonObject fields => fields.SelectMany(field =>
            Places(field.Value).Prepend(((JsonNode)fields, (object)field.Key))),
        JsonArray list => list.SelectMany((element, i) => Places(element).Prepend(((JsonNode)list, (object)i))),
        _ => []
    };

    static IEnumerable<JsonArray> Lists(JsonNode? node) => node switch
    {
        JsonObject fields => fields.SelectMany(field => Lists(field.Value)),
        JsonArray list => list.SelectMany(Lists).Prepend(list),
        _ => []
    };

    static void Replace((JsonNode Parent, object Key) place)
    {
        if (place.Parent is JsonArray list)
            list[(int)place.Key] = Marker + "0";
        else
            place.Parent[(string)place.Key] = Marker + "0";
    }

    static void Remove((JsonNode Parent, object Key) place)
    {
        if (place.Parent is JsonArray list)
            list.RemoveAt((int)place.Key);
        else
            place.Parent.AsObject().Remove((string)place.Key);
    }
}
