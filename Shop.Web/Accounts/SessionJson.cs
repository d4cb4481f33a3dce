using System.Text.Json.Serialization;

namespace Shop.Web.Accounts;

[JsonSerializable(typeof(SignedInAs))]
sealed partial class SessionJson : JsonSerializerContext;
