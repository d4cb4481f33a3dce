using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Shop.Api.Http;

/// <summary>The description at /openapi/v1.json: the routes as they are mapped, with what no signature says added here.</summary>
static class OpenApi
{
    const string Bearer = "bearer";

    public static void AddApiDescription(this IServiceCollection services)
    {
        // Registered before AddOpenApi, so that the XML comments of a handler have the last word.
        services.Configure<OpenApiOptions>("v1", options => options.AddOperationTransformer(DescribeAsync));
        services.AddOpenApi(options => options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "The Shop";
            document.Info.Description = "Errors are RFC 9457 problem details. Times are UTC, money is in roubles with "
                + "two decimals, ids are UUIDv7.";
            document.AddComponent(Bearer, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "The access_token of a login."
            });
            // Health checks are middleware, which describes itself to nobody.
            document.Paths["/health"] = Health("This process and what it depends on.");
            document.Paths["/api/health"] = Health("This process and what it depends on.");
            document.Paths["/alive"] = Health("This process only.");
            return Task.CompletedTask;
        }));
    }

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

    /// <summary>The problems that follow from what a route is; its XML comments describe the others.</summary>
    static Task DescribeAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var problem = new OpenApiSchemaReference(nameof(ProblemDetails), context.Document);
        var responses = operation.Responses ??= [];
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>().Where(IsQuery))
        {
            Refuse("400", "The query is not valid; errors names each field.");
            // A field is read as an array where its last value counts: as a string it would be all of them in one.
            if (parameter.Schema?.Type?.HasFlag(JsonSchemaType.Array) == true)
                (parameter.Schema, parameter.Required) = (new OpenApiSchema { Type = JsonSchemaType.String }, false);
        }
        if (operation.RequestBody is not null)
            Refuse("400", "The body or a field of it is not valid; errors names each.");
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.Any(data => data is AuthorizationPolicy or IAuthorizeData))
        {
            operation.Security = [new() { [new OpenApiSecuritySchemeReference(Bearer, context.Document)] = [] }];
            Refuse("401", "Without a token, or with one that is no longer good.");
            Refuse("403", "The role does not allow it.");
        }
        else if (responses.ContainsKey("401"))
            Refuse("401", "With a token that is no longer good.");
        if (context.Description.RelativePath!.Contains('{', StringComparison.Ordinal))
            Refuse("404", "There is no such thing, or not for the caller.");
        // What a handler's signature names has no body there; the error handling gives it one.
        foreach (var (status, response) in responses.ToList())
        {
            if (status[0] == '4' && response.Content is not { Count: > 0 })
                Refuse(status, response.Description ?? "");
        }
        return Task.CompletedTask;

        void Refuse(string status, string description)
        {
            var content = new OpenApiMediaType { Schema = problem };
            responses[status] = new OpenApiResponse
            {
                Description = description,
                Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = content }
            };
        }

        static bool IsQuery(OpenApiParameter parameter) => parameter.In == ParameterLocation.Query;
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
