using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Serialization.Metadata;

namespace Shop.Payments.CloudPayments;

/// <summary>Its protocol: every call is a POST, and what is read rather than done needs no key.</summary>
sealed class CloudPaymentsClient(HttpClient http, CloudPaymentsOptions options)
{
    // They wait for the customer's bank.
    static readonly string[] Slow = ["/payments/cards/charge", "/payments/cards/post3ds", "/payments/refund"];

    public async Task<CloudPaymentsAnswer> PostAsync<T>(string path, Guid? key, T body, JsonTypeInfo<T> type, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(options.BaseAddress, path)) { Content = JsonContent.Create(body, type) };
        request.Headers.Authorization = ProviderHttp.Basic(options.PublicId, options.ApiSecret);
        request.Options.Set(ProviderHttp.Repeatable, true);
        request.Options.Set(ProviderHttp.Quick, !Slow.Contains(path));
        if (key is not null)
            request.Headers.Add("X-Request-ID", $"{key}");
        using var response = await http.SendAsync(request, ct);
        // Only what it calls our mistake will stay one; wrong credentials are put right by an operator.
        if (response.StatusCode != HttpStatusCode.OK)
            throw ProviderAnswer.Failure("CloudPayments", response.StatusCode, null, isPermanent: response.StatusCode is HttpStatusCode.BadRequest);
        return await ProviderAnswer.ReadAsync(response, "CloudPayments", CloudPaymentsJson.Default.CloudPaymentsAnswer, answer => answer.Success is not null, ct);
    }
}
