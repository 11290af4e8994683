module benches

go 1.18
