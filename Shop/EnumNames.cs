using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shop;

/// <summary>
/// What the members of an enum are called outside the code: in JSON, SQL, messages and addresses. It is the member's
/// name in snake case, or the name that <see cref="JsonStringEnumMemberNameAttribute"/> gives it.
/// </summary>
public static class EnumNames
{
    public static IReadOnlyList<string> All<T>() where T : struct, Enum => Known<T>.Names;

    public static string Spelling<T>(this T member) where T : struct, Enum =>
        Array.IndexOf(Known<T>.Members, member) is >= 0 and var index ? Known<T>.Names[index] : "unknown";

    public static T? Find<T>(string? name) where T : struct, Enum =>
        Array.IndexOf(Known<T>.Names, name) is >= 0 and var index ? Known<T>.Members[index] : null;

    public static T Parse<T>(string name) where T : struct, Enum =>
        Find<T>(name) ?? throw new FormatException($"There is no {typeof(T).Name} named {name}.");

    /// <summary>For a client, which does not know the names of the next version.</summary>
    public static T Read<T>(string? name) where T : struct, Enum => Find<T>(name) ?? Unknown<T>();

    /// <summary>No member of the enum: what a client reads for a name that it does not know.</summary>
    public static T Unknown<T>() where T : struct, Enum => Known<T>.Unknown;

    internal static T Read<T>(ref readonly Utf8JsonReader json) where T : struct, Enum
    {
        for (var index = 0; index < Known<T>.Names.Length; index++)
            if (json.ValueTextEquals(Known<T>.Names[index]))
                return Known<T>.Members[index];
        return Known<T>.Unknown;
    }

    static class Known<T> where T : struct, Enum
    {
        public static readonly T Unknown = (T)Enum.ToObject(typeof(T), -1);
        public static readonly T[] Members = Enum.GetValues<T>();
        public static readonly string[] Names = Array.ConvertAll(Members, member => NameOf(member.ToString()));

        static string NameOf(string member) =>
            typeof(T).GetField(member)!.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name
            ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(member);
    }
}

/// <summary>
/// An enum by its name. A client must be able to read the rest of an answer with a status that it does not know, so
/// there <see cref="JsonStringEnumConverter{TEnum}"/> would not do.
/// </summary>
public sealed class EnumNameConverter<T> : JsonConverter<T> where T : struct, Enum
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
            ? EnumNames.Read<T>(ref reader)
            : throw new JsonException($"The name of a {typeof(T).Name} is expected.");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Spelling());
}
