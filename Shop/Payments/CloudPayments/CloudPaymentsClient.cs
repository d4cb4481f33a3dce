using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Serialization.Metadata;

namespace Shop.Payments.CloudPayments;

/// <summary>The CloudPayments protocol: every call is a POST, and a call that only reads needs no key.</summary>
sealed class CloudPaymentsClient(HttpClient http, CloudPaymentsOptions options)
{
    // These wait for the customer's bank.
    static readonly string[] SlowPaths = ["/payments/cards/charge", "/payments/cards/post3ds", "/payments/refund"];

    public Task<CloudPaymentsAnswer> PostAsync<T>(
        string path, Guid? key, T body, JsonTypeInfo<T> type, CancellationToken ct) =>
        PostAsync(
            path,
            key,
            body,
            type,
            CloudPaymentsJson.Default.CloudPaymentsAnswer,
            answer => answer.Success is not null,
            ct);

    /// <summary>Queued, Processed, Error or NotFound.</summary>
    public async Task<string?> ReceiptStatusAsync(CloudPaymentsOrderId receipt, CancellationToken ct)
    {
        var answer = await PostAsync(
            "/kkt/receipt/status/get",
            null,
            receipt,
            CloudPaymentsJson.Default.CloudPaymentsOrderId,
            CloudPaymentsJson.Default.CloudPaymentsReceiptStatus,
            answer => answer.Model is not null,
            ct);
        return answer.Model;
    }

    async Task<TAnswer> PostAsync<T, TAnswer>(
        string path,
        Guid? key,
        T body,
        JsonTypeInfo<T> type,
        JsonTypeInfo<TAnswer> answerType,
        Func<TAnswer, bool> isComplete,
        CancellationToken ct)
        where TAnswer : class
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(options.BaseAddress, path));
        request.Content = JsonContent.Create(body, type);
        request.Headers.Authorization = ProviderHttp.Basic(options.PublicId, options.ApiSecret);
        request.Options.Set(RequestHints.Repeatable, true);
        request.Options.Set(RequestHints.Quick, !SlowPaths.Contains(path));
        if (key is not null)
            request.Headers.Add("X-Request-ID", $"{key}");
        using var response = await http.SendAsync(request, ct);
        // Only a 400 is permanent. An operator can fix wrong credentials.
        if (response.StatusCode != HttpStatusCode.OK)
        {
            var isPermanent = response.StatusCode == HttpStatusCode.BadRequest;
            throw ProviderResponse.Failure("CloudPayments", response.StatusCode, null, isPermanent);
        }
        return await ProviderResponse.ReadAsync(
            response,
            "CloudPayments",
            answerType,
            isComplete,
            ct);
    }
}
