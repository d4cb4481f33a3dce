using System.Text.Json.Serialization;

namespace Shop.Accounts;

/// <summary>Each role includes the ones before it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Role>))]
public enum Role
{
    [JsonStringEnumMemberName("customer")]
    Customer,
    [JsonStringEnumMemberName("support")]
    Support,
    [JsonStringEnumMemberName("staff")]
    Staff,
    [JsonStringEnumMemberName("admin")]
    Admin
}

public static class Roles
{
    /// <summary>The name in JSON and in the database.</summary>
    public static string Spelling(this Role role) => role switch
    {
        Role.Admin => "admin",
        Role.Staff => "staff",
        Role.Support => "support",
        _ => "customer"
    };

    public static Role Parse(string spelling) => spelling switch
    {
        "admin" => Role.Admin,
        "staff" => Role.Staff,
        "support" => Role.Support,
        "customer" => Role.Customer,
        _ => throw new FormatException($"Unknown role {spelling}.")
    };

    public static bool Includes(this Role role, Role needed) => role >= needed;
}
