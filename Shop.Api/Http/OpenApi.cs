using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Shop.Api.Http;

/// <summary>The description at /openapi/v1.json: the routes as they are mapped, with what no signature says added here.</summary>
static class OpenApi
{
    const string Bearer = "bearer";

    static readonly (string Path, string Description)[] HealthPaths =
        [("/health", "This process and what it depends on."), ("/api/health", "This process and what it depends on."), ("/alive", "This process only.")];

    public static void AddApiDescription(this IServiceCollection services) => services.AddOpenApi(options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "The Shop";
            document.Info.Description = "Errors are RFC 9457 problem details. Times are UTC, money is in roubles with two decimals, ids are UUIDv7.";
            document.Components ??= new();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "The access_token of a login." }
            };
            // Health checks are middleware, which describes itself to nobody.
            foreach (var (path, description) in HealthPaths)
                document.Paths[path] = Health(description);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(DescribeAsync);
    });

    public static void MapApiDescription(this WebApplication app)
    {
        app.MapOpenApi();
        if (app.Environment.IsDevelopment())
        {
            app.UseSwaggerUI(page =>
            {
                page.SwaggerEndpoint("/openapi/v1.json", "The Shop");
                page.DocumentTitle = "The Shop: API";
            });
        }
    }

    static async Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var problem = await context.GetOrCreateSchemaAsync(typeof(ProblemDetails), null, ct);
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var path = "/" + context.Description.RelativePath?.TrimEnd('/');
        if (operation.RequestBody is not null)
        {
            Refuses("400", "The body or a field of it is not valid; errors names each.");
            if (OpenApiExamples.Of(context.Description.HttpMethod!, path) is { } example && operation.RequestBody.Content?.TryGetValue("application/json", out var body) == true)
                ((OpenApiMediaType)body).Example = JsonNode.Parse(example);
        }
        foreach (var (name, description) in OpenApiQueries.Of(context.Description.HttpMethod!, path))
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter { Name = name, In = ParameterLocation.Query, Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
            Refuses("400", "The query is not valid; errors names each field.");
        }
        if (metadata.OfType<AuthorizationPolicy>().Any() || metadata.OfType<IAuthorizeData>().Any())
        {
            operation.Security = [new() { [new OpenApiSecuritySchemeReference(Bearer, context.Document)] = [] }];
            Refuses("401", "Without a token, or with one that is no longer good.");
            Refuses("403", "The role does not allow it.");
        }
        if (path.Contains('{', StringComparison.Ordinal))
            Refuses("404", "There is no such thing, or not for the caller.");
        foreach (var (status, description) in OpenApiExamples.Refusals(context.Description.HttpMethod!, path))
            Refuses(status, description);
        // What a handler's signature names has no body there; the error handling gives it one.
        foreach (var refusal in (operation.Responses ?? []).Where(answer => answer.Key[0] == '4' && answer.Value.Content is not { Count: > 0 }).ToList())
            Refuses(refusal.Key, refusal.Value.Description ?? "");

        void Refuses(string status, string description)
        {
            operation.Responses ??= [];
            operation.Responses[status] = new OpenApiResponse
            {
                Description = description,
                Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new() { Schema = problem } }
            };
        }
    }

    static OpenApiPathItem Health(string description) => new()
    {
        Operations = new Dictionary<HttpMethod, OpenApiOperation>
        {
            [HttpMethod.Get] = new()
            {
                Summary = description,
                Tags = new HashSet<OpenApiTagReference> { new("Health") },
                Responses = new()
                {
                    ["200"] = new OpenApiResponse { Description = """All is well: {"status":"Healthy","postgres":true}""" },
                    ["503"] = new OpenApiResponse { Description = "What is false is not there." }
                }
            }
        }
    };
}
