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
    public static bool Includes(this Role role, Role needed) => role >= needed;
}
