using ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddDatabase();

var app = builder.Build();
app.MapDefaultEndpoints();
app.Run();
