using System.Text.Json.Serialization;

namespace Shop.Notifications.SmsRu;

// {"status":"OK","status_code":100,"sms":{
//   "79255070602":{"status":"OK","status_code":100,"sms_id":"000000-10000000"},
//   "74993221627":{"status":"ERROR","status_code":207,"status_text":"..."}},"balance":4122.56}
// When the whole request is rejected: {"status":"ERROR","status_code":200,"status_text":"..."}
sealed record SmsRuAnswer(int StatusCode, string? StatusText, Dictionary<string, SmsRuSent>? Sms);
sealed record SmsRuSent(int StatusCode, string? StatusText, string? SmsId);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(SmsRuAnswer))]
sealed partial class SmsRuJson : JsonSerializerContext;
